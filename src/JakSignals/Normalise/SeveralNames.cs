namespace JakSignals.Normalise;

/// <summary>Takes a text apart that holds the names of several drugs: BENDRYL/HUMIRA/IBUPROFEN.</summary>
internal static class SeveralNames
{
    private static readonly string[] Joints = [" AND ", " PLUS ", " WITH "];

    /// <summary>How many letters at a place join two names; 0 where none do.</summary>
    internal delegate int Joint(string text, int at);

    /// <summary>The parts between slashes, backslashes, semicolons, commas before a word, <c>+</c>, <c>&amp;</c>, AND, PLUS and WITH, but for those within brackets or between digits.</summary>
    public static IEnumerable<string> Parts(string folded) => Split(folded, JointAt);

    /// <summary>The parts between joints outside brackets, trimmed, none empty; brackets that do not close are no brackets.</summary>
    public static IEnumerable<string> Split(string text, Joint jointAt)
    {
        var (start, depth) = (0, 0);
        var hasBrackets = AreBalanced(text);
        for (var at = 0; at < text.Length; at++)
        {
            depth += hasBrackets ? Step(text[at]) : 0;
            if (depth > 0 || jointAt(text, at) is not (> 0 and var length))
                continue;
            if (text[start..at].Trim() is { Length: > 0 } part)
                yield return part;
            start = at + length;
            at = start - 1;
        }
        if (text[Math.Min(start, text.Length)..].Trim() is { Length: > 0 } last)
            yield return last;
    }

    private static int JointAt(string text, int at)
    {
        if (text[at] == ',')
            return IsBeforeWord(text, at) ? 1 : 0;
        if (text[at] is '/' or '\\' or ';' or '+' or '&')
            return IsBetweenDigits(text, at) ? 0 : 1;
        var joint = Array.Find(Joints, joint => string.CompareOrdinal(text, at, joint, 0, joint.Length) == 0);
        return joint is null ? 0 : joint.Length - 1;    // its last blank may begin the next joint
    }

    // CP-690, 550 is one name.
    private static bool IsBeforeWord(string text, int at) => text.AsSpan(at + 1).TrimStart(' ') is [var next, ..] && char.IsLetter(next);

    private static bool IsBetweenDigits(string text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);

    private static int Step(char letter) => letter is '(' or '[' ? 1 : letter is ')' or ']' ? -1 : 0;

    private static bool AreBalanced(string text)
    {
        var depth = 0;
        foreach (var letter in text)
            if ((depth += Step(letter)) < 0)
                return false;
        return depth == 0;
    }
}
