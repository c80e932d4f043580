using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using JakSignals.Reports;
using JakSignals.Snapshots;

namespace JakSignals.Tests.Reports;

public class WeeklyReportTests
{
    [Fact]
    public void Dump()
    {
        var dir = Environment.GetEnvironmentVariable("JAKSIGNALS_DUMP");
        if (dir is null)
            return;
        File.WriteAllText(Path.Combine(dir, "report.html"), Render(SampleWeek.Snapshot()));
        File.WriteAllText(Path.Combine(dir, "hostile.html"), Render(SampleWeek.HostileSnapshot()));
        File.WriteAllText(Path.Combine(dir, "full.html"), Render(SampleWeek.FullWeek()));
        File.WriteAllText(Path.Combine(dir, "empty.html"), Render(SampleWeek.Empty()));
    }

    private static string Render(Snapshot snapshot)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        WeeklyReport.Render(snapshot, writer);
        return writer.ToString();
    }
}
