using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

public sealed class TableTests
{
    [Fact]
    public void Filling_asks_for_each_value_once()
    {
        var asked = 0;
        var table = new TableSchema<int>("t", "A row is a number.")
            .CountOrNull("count", "", n => { asked++; return n % 2 == 0 ? n : null; })
            .TextOrNull("text", "", n => { asked++; return n % 2 == 0 ? null : $"{n}"; })
            .Flag("flag", "", n => { asked++; return n > 1; })
            .Fill([0, 1, 2]);
        Assert.Equal(9, asked);
        Assert.Equal([0L, null, 2L], Enumerable.Range(0, 3).Select(row => table.Count("count", row)));
        Assert.Equal([null, "1", null], Enumerable.Range(0, 3).Select(row => table.Text("text", row)));
        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(row => table.Flag("flag", row)));
    }

    [Fact]
    public void Text_cut_within_a_character_is_refused_with_column_and_row()
    {
        foreach (var text in new[] { "cut \uD83D", "\uDE00", "😀\uDE00", "\uD83D\uD83D" })   // not as theory data: a test's name cannot hold half a character
            Assert.StartsWith("Column drug holds half a character (an unpaired surrogate) at row 1: ",
                Assert.Throws<ArgumentException>(() => new Column<string>("drug", false, "", ["😀", text], null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_text_that_is_not_marked_null_is_refused_with_column_and_row() =>
        Assert.StartsWith("Column drug holds no text at row 0, which is not marked as null.",
            Assert.Throws<ArgumentException>(() => new Column<string>("drug", true, "", [null!, null!], [false, true])).Message, StringComparison.Ordinal);
}
