using System.Globalization;

namespace JakSignals.Tests.Ingest;

/// <summary>A small FAERS quarter as lines of text, made here, to be damaged by a test and written to a folder.</summary>
internal sealed class QuarterText
{
    public static readonly string[] TableNames = ["DEMO", "DRUG", "REAC", "OUTC", "RPSR", "THER", "INDI"];

    private static readonly Dictionary<string, string> Headers = new()
    {
        ["DEMO"] = "primaryid$caseid$caseversion$i_f_code$event_dt$mfr_dt$init_fda_dt$fda_dt$rept_cod$auth_num$mfr_num$mfr_sndr$lit_ref$age$age_cod$age_grp$sex$e_sub$wt$wt_cod$rept_dt$to_mfr$occp_cod$reporter_country$occr_country",
        ["DRUG"] = "primaryid$caseid$drug_seq$role_cod$drugname$prod_ai$val_vbm$route$dose_vbm$cum_dose_chr$cum_dose_unit$dechal$rechal$lot_num$exp_dt$nda_num$dose_amt$dose_unit$dose_form$dose_freq",
        ["REAC"] = "primaryid$caseid$pt$drug_rec_act",
        ["OUTC"] = "primaryid$caseid$outc_cod",
        ["RPSR"] = "primaryid$caseid$rpsr_cod",
        ["THER"] = "primaryid$caseid$dsg_drug_seq$start_dt$end_dt$dur$dur_cod",
        ["INDI"] = "primaryid$caseid$indi_drug_seq$indi_pt",
    };

    public QuarterText(string quarter = "26Q1") => Quarter = quarter;

    /// <summary>Such as 26Q1.</summary>
    public string Quarter { get; }

    /// <summary>Lines of each table without the header.</summary>
    public Dictionary<string, List<string>> Tables { get; } = TableNames.ToDictionary(name => name, _ => new List<string>());

    public List<string> this[string table] => Tables[table];

    /// <summary>Cases numbered from <paramref name="first"/>, version 1, one drug and one reaction each, with an outcome where asked for.</summary>
    public static QuarterText Of(int cases, string quarter = "26Q1", int first = 10050000, string received = "20260115", string drug = "LIPITOR", string term = "Nausea",
        Func<int, bool>? hasOutcome = null)
    {
        var text = new QuarterText(quarter);
        for (var i = 0; i < cases; i++)
            text.Add(first + i, 1, received, drug, term, hasOutcome?.Invoke(i) != false ? "OT" : null);
        return text;
    }

    /// <summary>One report with one drug and one reaction; an indication and a therapy period of it.</summary>
    public QuarterText Add(int caseId, int version, string received, string drug, string term, string? outcome, string eventOn = "")
    {
        var id = Id(caseId, version);
        Tables["DEMO"].Add($"{id}${caseId}${version}${(version == 1 ? 'I' : 'F')}${eventOn}$$20260105${received}$EXP$$US-TEST-{caseId}$TEST$$60$YR$$F$Y$$$20260115$$MD$US$US");
        Tables["DRUG"].Add($"{id}${caseId}$1$PS${drug}$$1$Oral$$$$U$$$$$$$TABLET$");
        Tables["REAC"].Add($"{id}${caseId}${term}$");
        if (outcome is not null)
            Tables["OUTC"].Add($"{id}${caseId}${outcome}");
        Tables["THER"].Add($"{id}${caseId}$1$20260101$$$");
        Tables["INDI"].Add($"{id}${caseId}$1$Rheumatoid arthritis");
        return this;
    }

    public static string Id(int caseId, int version) => string.Create(CultureInfo.InvariantCulture, $"{caseId}{version}");

    /// <summary>Takes the last lines of a table away.</summary>
    public QuarterText Cut(string table, int lines)
    {
        Tables[table].RemoveRange(Tables[table].Count - lines, lines);
        return this;
    }

    /// <summary>Replaces a field of a line; the fields of DEMO are numbered from 0 as in its header.</summary>
    public QuarterText Set(string table, int line, int field, string value)
    {
        var fields = Tables[table][line].Split('$');
        fields[field] = value;
        Tables[table][line] = string.Join('$', fields);
        return this;
    }

    /// <summary>The text of a table with its header.</summary>
    public string TextOf(string table) => string.Concat(Tables[table].Prepend(Headers[table]).Select(line => line + "\n"));

    /// <summary>Writes the tables into a folder, which is made.</summary>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var table in TableNames)
            File.WriteAllText(FileOf(folder, table), TextOf(table), new System.Text.UTF8Encoding(false));
        return folder;
    }

    public string FileOf(string folder, string table) => Path.Combine(folder, $"{table}{Quarter}.txt");
}
