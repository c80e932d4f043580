using System.Xml.Linq;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>What became of a pair since the previous run, in the order the report shows it.</summary>
internal enum Status
{
    New,
    Strengthened,
    Weakened,
    Cleared,
    Persisting,
    None,
}

/// <summary>A status as a word, a shape and a style: never a colour alone.</summary>
internal static class StatusWords
{
    public static Status Parse(string? text) => text switch
    {
        "new" => Status.New,
        "strengthened" => Status.Strengthened,
        "weakened" => Status.Weakened,
        "cleared" => Status.Cleared,
        "persisting" => Status.Persisting,
        null or "none" => Status.None,
        _ => throw new InvalidDataException($"signals.status is '{text}', expected new, strengthened, persisting, weakened, cleared or none."),
    };

    public static bool IsChange(this Status status) => status <= Status.Cleared;

    public static string Shape(this Status status) => Look(status).Shape;

    public static string Word(this Status status) => Look(status).Word;

    /// <summary>The chip, or nothing where there is no status.</summary>
    public static XElement? Chip(this Status status) => status == Status.None ? null
        : Element("span", Class("chip " + Look(status).Style), Element("span", Attribute("aria-hidden", "true"), Shape(status)), " ", Word(status));

    private static (string Shape, string Word, string Style) Look(Status status) => status switch
    {
        Status.New => ("●", "New", "new"),
        Status.Strengthened => ("▲", "Stronger", "up"),
        Status.Weakened => ("▽", "Weaker", "down"),
        Status.Cleared => ("○", "Cleared", "down"),
        Status.Persisting => ("■", "Persists", "same"),
        _ => ("", "none", ""),
    };
}
