using System.Text;

namespace JakSignals.Simulation;

/// <summary>A table of FDA's quarterly extract and its header since 2014Q3.</summary>
/// <remarks>Column names as in the files themselves; FDA's notes (ASC_NTS, October 2022) call <c>cum_dose_unit</c> CUM_DOS_UNIT in one place.</remarks>
internal sealed record FaersTable(string Name, byte[] Header)
{
    public static readonly FaersTable Demo = new("DEMO",
        "primaryid$caseid$caseversion$i_f_code$event_dt$mfr_dt$init_fda_dt$fda_dt$rept_cod$auth_num$mfr_num$mfr_sndr$lit_ref$age$age_cod$age_grp$sex$e_sub$wt$wt_cod$rept_dt$to_mfr$occp_cod$reporter_country$occr_country");

    public static readonly FaersTable Drug = new("DRUG",
        "primaryid$caseid$drug_seq$role_cod$drugname$prod_ai$val_vbm$route$dose_vbm$cum_dose_chr$cum_dose_unit$dechal$rechal$lot_num$exp_dt$nda_num$dose_amt$dose_unit$dose_form$dose_freq");

    public static readonly FaersTable Reac = new("REAC", "primaryid$caseid$pt$drug_rec_act");
    public static readonly FaersTable Outc = new("OUTC", "primaryid$caseid$outc_cod");
    public static readonly FaersTable Rpsr = new("RPSR", "primaryid$caseid$rpsr_cod");
    public static readonly FaersTable Ther = new("THER", "primaryid$caseid$dsg_drug_seq$start_dt$end_dt$dur$dur_cod");
    public static readonly FaersTable Indi = new("INDI", "primaryid$caseid$indi_drug_seq$indi_pt");

    private FaersTable(string name, string header) : this(name, Encoding.ASCII.GetBytes(header)) { }
}
