using JakSignals.Cases;

namespace JakSignals.Tests.Cases;

public sealed class TextTableTests
{
    [Fact]
    public void Texts_are_told_apart_by_every_byte_and_numbered_by_first_appearance()
    {
        var table = new TextTable();
        var texts = Enumerable.Range(0, 40).SelectMany(length =>
            Enumerable.Range(0, length).Select(at => new string('a', at) + 'b' + new string('a', length - at - 1)).Prepend(new string('a', length))).ToList();

        var ids = texts.ConvertAll(table.Intern);

        Assert.Equal(Enumerable.Range(1, texts.Count), ids);
        Assert.Equal(texts, ids.Select(id => table[id]));
        Assert.Equal(ids, texts.Select(table.Intern));
    }
}
