namespace JakSignals.Simulation;

/// <summary>Writes rows of DEMO.</summary>
/// <remarks>Every draw of a field happens whether or not this version shows it, so that all versions of a case agree.</remarks>
internal sealed class DemographicRow(TableWriter table)
{
    private static readonly byte[][] AgeUnits = [.. new[] { "YR", "DEC", "MON", "DY", "WK", "HR" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public void Write(in ReportVersion report, SimulatedCase content, Prng wording, Prng sending, Prng version)
    {
        var isFirst = report.Version == 1;
        var code = FieldRates.ReportCode.Draw(sending);
        var isDirect = code.SequenceEqual("DIR"u8);
        var country = FieldRates.Country.Draw(wording);
        table.Part(report.CaseId).Field(report.Version).Field(report.CaseId).Field(report.Version).Field(isFirst ? "I"u8 : "F"u8);
        WriteEventDate(content, isFirst, wording);
        FaersQuarterWriter.Date(table, isDirect ? null : report.Received - version.Below(15), 0);
        table.Field(Days.YearMonthDay(report.FirstReceived)).Field(Days.YearMonthDay(report.Received)).Field(code);
        WriteSender(report, country, sending);
        WriteReference(report, wording);
        WriteAge(content, isFirst, wording);
        table.Field(FieldRates.Sex(content.IsFemale).Draw(wording)).Field(isDirect ? "N"u8 : "Y"u8);
        WriteWeight(content, wording);
        table.Field(Days.YearMonthDay(Math.Max(report.Received - version.Below(3) / 2, report.FirstReceived)));
        table.Field(!isDirect ? [] : wording.Below(5) == 0 ? "Y"u8 : "N"u8).Field(FieldRates.Occupation.Draw(wording)).Field(country);
        table.Field(wording.Chance(FieldRates.CountryOfEventMissing) || country.Length > 2 ? [] : country).EndRow();
    }

    /// <summary>A report of its own, without drugs or reactions, that cannot be read: its id, number or date is damaged.</summary>
    public void WriteDamaged(long caseId, int received, ReadOnlySpan<byte> beforeId, ReadOnlySpan<byte> number, long eventDate)
    {
        var day = Days.YearMonthDay(received);
        table.Part(beforeId).Part(caseId).Field(1).Field(caseId).Field(1).Field("I"u8).Field(eventDate).Field(day).Field(day).Field(day).Field("EXP"u8).Empty().Field(number)
            .Field("SIM ALPHA"u8).Empty().Empty().Empty().Empty().Field("F"u8).Field("Y"u8).Empty().Empty().Field(day).Empty().Field("MD"u8).Field("US"u8).Field("US"u8);
    }

    private void WriteEventDate(SimulatedCase content, bool isFirst, Prng wording)
    {
        var (draw, precision) = (wording.Below(1_000_000), FieldRates.EventPrecision.Draw(wording));
        var missing = draw < (isFirst ? FieldRates.EventDateMissingAtFirst : FieldRates.EventDateMissingLater);
        FaersQuarterWriter.Date(table, missing ? null : content.EventDay, precision);
    }

    /// <summary>auth_num, mfr_num, mfr_sndr; the number begins with SIM- in every report, so that no one takes it for a real one.</summary>
    private void WriteSender(in ReportVersion report, ReadOnlySpan<byte> country, Prng sending)
    {
        var place = country.Length == 2 ? country : "XX"u8;
        var sender = FieldRates.Sender.Draw(sending);
        if (sending.Chance(FieldRates.AuthorityNumber))
            table.Part(place).Part("-SIMULATED-"u8).Field(report.CaseId);
        else
            table.Empty();
        table.Part("SIM-"u8).Part(place).Part("-"u8).Part(sender).Part("-"u8).Field(report.CaseId).Part("SIM "u8).Field(sender);
    }

    private void WriteReference(in ReportVersion report, Prng wording)
    {
        var topic = FieldRates.LiteratureTopic.Draw(wording);
        if (wording.Chance(FieldRates.LiteratureReference))
            table.Part("Nobody A, No-One B. "u8).Part(topic).Part(". J Simul Med. "u8).Part(Days.YearMonthDay(report.ContentDay) / 10_000).Part(";"u8)
                .Part(1 + wording.Below(40)).Part("("u8).Part(1 + wording.Below(12)).Part("):"u8).Field(1 + wording.Below(900));
        else
            table.Empty();
    }

    private void WriteAge(SimulatedCase content, bool isFirst, Prng wording)
    {
        var (draw, unit, hasGroup) = (wording.Below(1_000_000), FieldRates.AgeUnit.Draw(wording), wording.Chance(FieldRates.AgeGroup));
        var small = wording.Below(28);
        if (draw < (isFirst ? FieldRates.AgeMissingAtFirst : FieldRates.AgeMissingLater))
            table.Empty().Empty();
        else
            table.Field(AgeIn(unit, content.Age, small)).Field(AgeUnits[unit]);
        table.Field(hasGroup && unit <= 1 ? AgeGroup(content.Age) : []);
    }

    /// <summary>The age in its unit; weeks and hours are those of infants, days also those of adults (10,950 days are 30 years).</summary>
    private static int AgeIn(int unit, int years, int small) => unit switch
    {
        0 => years,
        1 => Math.Max(1, years / 10),
        2 => small % 2 == 0 ? 1 + small : years * 12 + small % 12,
        3 => small % 2 == 0 ? 1 + small : years * 365 + small,
        4 => 1 + small,
        _ => 1 + small * 3 / 2,
    };

    private static ReadOnlySpan<byte> AgeGroup(int years) => years switch
    {
        < 1 => "N"u8,
        < 2 => "I"u8,
        < 12 => "C"u8,
        < 18 => "T"u8,
        < 65 => "A"u8,
        _ => "E"u8,
    };

    private void WriteWeight(SimulatedCase content, Prng wording)
    {
        var (known, pounds, decimals) = (wording.Chance(FieldRates.Weight), wording.Chance(20_000), wording.Below(250));
        var kilograms = content.Age < 15 ? 5 + content.Age * 3 + wording.Below(9) : (content.IsFemale ? 45 : 55) + wording.Below(31) + wording.Below(31);
        if (!known)
            table.Empty().Empty();
        else if (pounds)
            table.Field(kilograms * 22 / 10).Field("LBS"u8);
        else if (decimals is >= 10 and < 100)
            table.Part(kilograms).Part("."u8).Field(decimals).Field("KG"u8);
        else
            table.Field(kilograms).Field("KG"u8);
    }
}
