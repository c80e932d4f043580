namespace JakSignals.Reports;

/// <summary>
/// An extract in the manner of EudraVigilance's electronic reaction monitoring report: a row a drug by event class or term, with new and total cases, groups of patients,
/// regions, disproportionality and change. It has what the snapshot can tell; it is no eRMR.
/// </summary>
internal static class ErmrFile
{
    private static readonly (string Name, string Stratum)[] Groups =
    [
        ("under_18", "age=0-17"), ("65_and_over", "age=65+"), ("women", "sex=F"), ("men", "sex=M"), ("us", "region=US"), ("europe", "region=Europe"), ("japan", "region=Japan"), ("other_countries", "region=other"),
    ];

    public static void Write(Week week, TextWriter output)
    {
        var strata = week.Domain.SelectMany(week.Subsets).Where(s => s.RoleScope == week.RoleScope && s.Stratum != Week.AllCases).ToDictionary(s => (s.Pair, s.Stratum));
        Signal? In(Signal signal, string stratum) => strata.TryGetValue((signal.Pair, stratum), out var found) ? found : null;
        var rows = week.Signals.Where(s => s.Drug.Order is not null && (s.IsDomain || s.Level == "term"))
            .OrderBy(s => s.Drug.Order).ThenBy(s => !s.IsDomain).ThenBy(s => s.Event.Order).ThenBy(s => s.Event.Name, StringComparer.Ordinal).ThenBy(s => s.Pair.Event, StringComparer.Ordinal);
        CsvFile.Write(output, rows,
        [
            new("active_substance_or_group", s => s.Drug.Name), new("event_level", s => s.Level), new("reaction_or_class", s => s.Event.Name), new("drug_key", s => s.Pair.Drug), new("event_key", s => s.Pair.Event),
            ReportFiles.Count("new_cases"), new("all_cases", s => s.Cases), new("new_serious", s => s.Table.Count("new_serious_cases", s.Row)), new("all_serious", s => s.Table.Count("serious_cases", s.Row)),
            new("new_fatal", s => s.Table.Count("new_fatal_cases", s.Row)), new("all_fatal", s => s.Table.Count("fatal_cases", s.Row)),
            .. Groups.SelectMany(g => new CsvColumn<Signal>[] { new("new_" + g.Name, s => In(s, g.Stratum)?.NewCases), new("all_" + g.Name, s => In(s, g.Stratum)?.Cases) }),
            .. ReportFiles.Ror(),
            .. Groups.SelectMany(g => new CsvColumn<Signal>[] { new("ror_" + g.Name, s => In(s, g.Stratum)?.Ror?.Value), new($"ror_{g.Name}_lower", s => In(s, g.Stratum)?.Ror?.Lower), new($"ror_{g.Name}_upper", s => In(s, g.Stratum)?.Ror?.Upper) }),
            new("sdr", s => s.IsSdr), new("sdr_previous", s => s.WasSdr), .. ReportFiles.Rules(), new("change_in_cases", s => s.Cases - s.Table.Count("previous_a", s.Row)), .. ReportFiles.Status(week),
        ]);
    }
}
