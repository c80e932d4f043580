namespace JakSignals.Reports;

/// <summary>The style sheet, written into the page.</summary>
internal static class ReportStyle
{
    /// <summary>The style sheet of a run, whose id stands at the foot of every printed page.</summary>
    public static string For(string runId) =>
        "\n" + Shared + "@page{@bottom-left{content:\"Run " + string.Concat(runId.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')) + "\";font:8pt sans-serif;color:#566573}}\n";

    /// <summary>What report and console share.</summary>
    public static string Shared { get; } =
        Rules.Replace("ONE", Figure.Coordinate(WhereItHolds.Axis.Position(1)) + "%", StringComparison.Ordinal) + Shade.Rules(dark: false) + "@media screen and (prefers-color-scheme:dark){\n" + DarkTokens + Shade.Rules(dark: true) + "}\n";

    private const string DarkTokens = ":root{--ink:#e6ebef;--soft:#9fadb9;--rule:#2c3843;--paper:#12181e;--wash:#192129;--accent:#6db3ec;--warn:#e0a24a;--bar:#43535f;--band:#2f3f4d}\n";

    // No child combinator, ampersand or less-than sign in here: the page is XML as well, where they would be encoded.
    private const string Rules = """
        :root{color-scheme:light dark;--ink:#17212b;--soft:#536270;--rule:#dfe4e8;--paper:#ffffff;--wash:#f5f7f8;--accent:#0a5a9c;--warn:#8a4b00;--bar:#c3ced7;--band:#d5e3ef}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-behavior:auto}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
        main,footer{max-width:1120px;margin:0 auto;padding:32px 28px 0}
        header p{margin:4px 0 0;color:var(--soft)}
        header strong{color:var(--ink);white-space:nowrap}
        h1{font-size:26px;line-height:1.2;margin:0;font-weight:650;letter-spacing:-.01em}
        h2{font-size:20px;line-height:1.25;margin:48px 0 4px;font-weight:650}
        h3{font-size:16px;line-height:1.3;margin:32px 0 4px;font-weight:650}
        h2+p,h3+p{margin:0 0 16px;color:var(--soft);max-width:76ch}
        a{color:var(--accent);text-decoration:none}
        a:hover{text-decoration:underline}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        .skip{position:absolute;left:-9999px}
        .skip:focus{left:8px;top:8px;padding:8px 16px;background:var(--paper);border:1px solid var(--accent);border-radius:8px;z-index:3}
        .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        small,.note,.legend,footer{font-size:13px;color:var(--soft)}
        small{font-size:12.5px}
        .note{margin:8px 0 0;max-width:90ch}
        .calm{margin:8px 0;padding:16px;background:var(--wash);border-radius:8px}
        .note a,.facts a,.thresholds td a{text-decoration:underline;text-underline-offset:2px}
        .warn{color:var(--warn)}
        code{font:12px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;margin:12px 0 0;padding:0;list-style:none;font-size:13.5px}
        .figures{display:grid;grid-template-columns:repeat(4,1fr);margin:24px 0 0;padding:0;list-style:none;border:1px solid var(--rule);border-radius:8px;overflow:hidden;gap:1px;background:var(--rule)}
        .figures li{background:var(--paper)}
        .figures a{display:block;height:100%;padding:14px 16px;color:inherit}
        .figures a:focus-visible{outline-offset:-3px}
        .figures b{display:block;font-size:26px;line-height:1.15;font-weight:650}
        .figures span{color:var(--soft);font-size:13px}
        .files{font-size:13px}
        abbr{text-decoration:underline dotted;text-decoration-color:var(--bar);text-underline-offset:3px;cursor:help}
        .box{overflow-x:auto;position:relative}
        table{border-collapse:separate;border-spacing:0;width:100%}
        th,td{text-align:left;vertical-align:middle;padding:7px 8px;border-bottom:1px solid var(--rule);font-weight:400}
        thead th{font-size:12.5px;line-height:1.3;color:var(--soft);vertical-align:bottom;border-bottom:1px solid var(--soft)}
        thead th:first-child,tbody th:first-child,tfoot td:first-child{padding-left:0}
        tbody th[scope=row]{min-width:120px}
        .num{text-align:right;white-space:nowrap}
        thead .num{white-space:normal}
        .day{white-space:nowrap}
        tfoot td{border:0}
        b{font-weight:650}
        .chip{display:inline-block;white-space:nowrap;font-size:12.5px;line-height:1.4;padding:2px 9px;border-radius:99px;border:1px solid var(--rule);print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .chip.new{background:var(--accent);border-color:var(--accent);color:var(--paper);font-weight:600}
        .chip.up{border-color:var(--accent);color:var(--accent);font-weight:600}
        .chip.down,.chip.same{color:var(--soft)}
        .chip.same{border-color:transparent;padding-left:0}
        .chip.review{border-style:dashed;color:var(--soft)}
        .pair{display:grid;grid-template-columns:96px 1fr;gap:4px 12px;align-items:start}
        .pair .chip{justify-self:start}
        .pair a,.pair b{font-weight:600}
        .pair small{display:block}
        .changes tbody th{min-width:260px}
        .changes td small{margin-left:3px}
        .changes .rate{min-width:196px;max-width:204px}
        .changes small.beside{display:block;margin:0;white-space:normal}
        .changes thead .trend{min-width:128px;max-width:160px}
        .spark{width:128px;height:34px;display:block}
        .thresholds{min-width:560px}
        .thresholds td:last-child{width:30%}
        .thresholds tbody th[scope=row]{min-width:64px}
        .forest-table .spark{width:78px;height:22px}
        .forest-table .trend{width:86px}
        .forest-table small.beside{display:block}
        .moves{list-style:none;margin:8px 0 0;padding:0;font-size:14px;max-width:100ch}
        .moves li{display:grid;grid-template-columns:100px 1fr;gap:8px;margin:4px 0}
        .moves .chip{justify-self:start}
        .bar{fill:none;stroke:var(--bar)}
        .lower{fill:none;stroke:var(--accent);stroke-width:1.6;stroke-linejoin:round}
        .now{fill:var(--accent)}
        .matrix{table-layout:fixed;min-width:820px;margin-bottom:16px}
        .matrix thead th{text-align:center;padding:6px 2px;font-size:12px;hyphens:auto}
        .matrix thead th:first-child{width:146px;text-align:left;padding-left:0}
        .matrix tbody th[scope=row]{border:0;min-width:0;padding-right:4px;font-size:14px}
        .matrix td{padding:1px;border:0;height:1px;text-align:center}
        .cell{position:relative;display:flex;flex-direction:column;justify-content:center;min-height:46px;height:100%;padding:4px 2px;border-radius:4px;line-height:1.35}
        .cell b,.cell i{display:block}
        .cell span{display:block}
        .cell i{font-style:normal;font-size:12px}
        .cell .mark{position:absolute;left:5px;top:3px;font-size:10px}
        .cell .mark span{display:inline}
        .cell,.key{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .s0{background:var(--wash);color:var(--soft)}
        .legend{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:0}
        .key{padding:1px 8px;border-radius:4px}
        .legend span:last-child{margin-left:8px}
        .others{min-width:720px}
        .others tbody th,.others tbody td{padding-top:4px;padding-bottom:4px}
        .forest-table{table-layout:fixed;min-width:940px}
        .forest-table tbody th,.forest-table tbody td{padding-top:3px;padding-bottom:3px;border-bottom:0;height:29px}
        .forest-table th,.forest-table td{padding-left:5px;padding-right:5px}
        .forest-table thead th:first-child{width:148px}
        .cases-col{width:94px}
        .narrow{width:48px}
        .ror-col{width:120px}
        .score-col{width:53px}
        .q-col{width:64px}
        .forest-table .rules-col{width:102px;padding-left:12px;line-height:1.2}
        .rules-col small{font-size:12px;white-space:nowrap}
        .forest-table .status-col{width:110px;padding-left:8px;padding-right:0}
        .forest-table .status-col .review{margin-top:2px;font-size:12px;line-height:1.2;padding:1px 6px;white-space:normal;border-radius:8px}
        .where{margin:8px 0 0}
        .where summary{font-weight:400;color:var(--accent)}
        .where ul{margin:4px 0 12px;padding-left:20px;max-width:90ch}
        .where[open]{margin-bottom:24px}
        .where-table{max-width:860px;min-width:640px}
        .where-table tbody th,.where-table tbody td{padding-top:2px;padding-bottom:2px;border-bottom:0;height:25px}
        .where-table tbody+tbody tr:first-child th,.where-table tbody+tbody tr:first-child td{border-top:1px solid var(--rule)}
        .where-table th+th,.where-table td{text-align:right;white-space:nowrap}
        .where-table thead th:first-child{width:300px}
        .where-table tbody th{white-space:nowrap}
        .where-table .plot{width:220px}
        .where-table tbody .plot{background:linear-gradient(var(--soft) 50%,transparent 0) ONE 0/1px 6px repeat-y;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .brief{position:absolute;left:0;top:50%;width:100%;height:1px;overflow:visible}
        .brief .pt{transform-box:fill-box;transform:translate(-50%,-50%)}
        .plot{position:relative;padding:0}
        .rates .published{min-width:176px}
        .rates th small,.rates .source{text-wrap:balance}
        .rates .plot{width:210px;min-width:180px}
        .rates tbody th[scope=row]{min-width:220px}
        thead .plot,tfoot .plot{height:20px}
        .forest{position:absolute;left:0;top:0;width:100%;height:100%;overflow:visible}
        thead .forest{top:auto;bottom:0;height:20px}
        .g,.one{stroke:var(--rule);shape-rendering:crispEdges}
        .one{stroke:var(--soft);stroke-dasharray:3 3}
        .ci{stroke:var(--ink);stroke-width:1.4}
        .arrow{overflow:visible;fill:var(--ink)}
        .pt{fill:var(--paper);stroke:var(--ink);stroke-width:1.4}
        .pt.sig{fill:var(--accent);stroke:var(--accent)}
        .band{fill:var(--band)}
        .tick{font-size:11px;fill:var(--soft);text-anchor:middle}
        .tick.end{text-anchor:end}
        .tick.start{text-anchor:start}
        .rates small,.cases th small,.quality th small{display:block}
        .rates td.num small{display:inline}
        .rates td.num small.source{display:block;white-space:normal;max-width:240px;margin-left:auto}
        .group{font-weight:650;padding-top:20px}
        .compared .together{min-width:240px;max-width:320px}
        .compared .together strong{font-size:13px}
        .compared .together small{display:inline}
        .decisions{min-width:900px;font-size:13.5px}
        .decisions td,.decisions th{vertical-align:top}
        .decisions small.beside,.readus small.beside{display:block}
        .decisions .rationale{min-width:200px;max-width:320px}
        .decisions .num{min-width:92px}
        .decisions td:last-child small{white-space:nowrap}
        .readus{min-width:640px;font-size:13.5px}
        .readus td,.readus th{vertical-align:top}
        .readus tbody th[scope=row]{min-width:44px}
        .readus td:last-child{width:50%}
        .sign-off{min-width:560px;margin-top:8px;table-layout:fixed}
        .sign-off th:first-child{width:16%}
        .sign-off td{height:44px;border-left:1px solid var(--rule)}
        .sign-off td:last-child{width:34%}
        .groups dd{font-size:13px}
        .cases{font-size:13px}
        .cases td{vertical-align:top}
        .cases .num{white-space:normal}
        .cases .terms{width:24%}
        .cases th{vertical-align:top}
        .names{width:auto;min-width:50%}
        .prose{max-width:80ch}
        .prose ul{padding-left:20px;margin:8px 0}
        .prose li{margin:4px 0}
        dl{margin:8px 0}
        dd{margin:0}
        .facts div{display:grid;grid-template-columns:160px 1fr;gap:0 16px;padding:4px 0;border-bottom:1px solid var(--rule)}
        .facts dt{color:var(--soft)}
        .facts dd{overflow-wrap:anywhere}
        details{margin:16px 0 0}
        section#sign-off h2+p{max-width:90ch}
        summary{cursor:pointer;font-weight:600;padding:4px 0}
        footer{margin-top:48px;padding-top:16px;padding-bottom:48px;overflow-wrap:anywhere}
        footer::before{content:"";display:block;border-top:1px solid var(--rule);margin-bottom:16px}
        @media screen and (max-width:1119px){
        thead th:first-child,tbody th:first-child,tfoot td:first-child{position:sticky;left:0;background:var(--paper);z-index:1}
        thead th:first-child{z-index:2}
        }
        @media screen and (max-width:720px){
        main,footer{padding-left:16px;padding-right:16px}
        main{padding-top:20px}
        .figures{grid-template-columns:repeat(2,1fr)}
        .pair{display:block}
        .pair .chip{margin-bottom:4px}
        .changes tbody th{min-width:44vw;max-width:44vw}
        tbody th[scope=row]{max-width:44vw}
        .where-table tbody th{white-space:normal}
        .where-table{min-width:560px}
        .where-table thead th:first-child{width:40vw}
        .where ul{padding-left:16px}
        .rates{min-width:640px}
        .compared{min-width:760px}
        .cases{min-width:960px}
        .matrix{min-width:960px}
        .matrix thead th:first-child{width:126px}
        .facts div{grid-template-columns:1fr}
        }
        @page{size:A4;margin:14mm 12mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#566573}}
        @media print{
        :root{color-scheme:light}
        body{font:9pt/1.35 "Helvetica Neue",Arial,"Liberation Sans",sans-serif}
        main{max-width:none;padding:0}
        nav,.skip{display:none}
        h1{font-size:17pt}h2{font-size:13pt;margin-top:20pt}h3{font-size:10.5pt;margin-top:14pt}
        h2,h3,h2+p,h3+p{break-after:avoid}
        #changes h3+p{break-after:auto}
        small,.note,.legend,footer,thead th,.figures span{font-size:7.5pt}
        .box{overflow:visible}
        .short{break-inside:avoid}
        .short:has(.changes){break-inside:auto}
        .note{break-before:avoid}
        details::details-content{content-visibility:visible;block-size:auto}
        summary{list-style:none}
        .where{margin-top:6pt}
        .where summary{color:inherit;font-weight:600;font-size:8.5pt;padding:0;break-after:avoid}
        .where ul{margin:2pt 0 4pt;padding-left:12pt;font-size:8pt}
        .where[open]{margin-bottom:0}
        .where:not(.moved) .box,.where:not(.moved) .note{display:none}
        .where-table{min-width:0;max-width:none;font-size:7.5pt}
        .where-table tbody th,.where-table tbody td{height:11pt;padding:0 3pt}
        .where-table thead th,.where-table tfoot td{padding:1pt 3pt}
        .where-table thead th:first-child{width:150pt}
        .where-table .plot{width:150pt}
        .where-table small{font-size:6.5pt}
        p,tr,.figures,.facts div,li{break-inside:avoid}
        tr:has(.group){break-after:avoid}
        th,td{padding:3pt 4pt}
        .num:not(.day){white-space:normal}
        .num b,.num small{white-space:nowrap}
        .matrix,.others,.changes tbody th{min-width:0}
        .matrix thead th{font-size:6.5pt}
        .matrix tbody th[scope=row]{font-size:8pt}
        .matrix thead th:first-child{width:80pt}
        .cell{min-height:26pt}
        .cell i{font-size:7pt}
        .rates tbody th[scope=row]{min-width:0;width:130pt}
        .rates .published{min-width:90pt}
        .rates .ratio{min-width:64pt}
        .rates .plot{width:110pt;min-width:90pt}
        .forest-table{min-width:0;font-size:8pt}
        .forest-table tbody th,.forest-table tbody td{height:16pt;padding:1pt 3pt}
        .forest-table thead th{padding:2pt 3pt}
        .forest-table thead th:first-child{width:70pt}
        .forest-table th+th,.forest-table td{padding-left:2pt;padding-right:2pt}
        .forest-table th:first-child{padding-left:0}
        .forest-table small,.forest-table .chip{font-size:7pt}
        .cases-col{width:50pt}.narrow{width:21pt}.ror-col{width:60pt}.score-col{width:25pt}.q-col{width:31pt}.forest-table .trend{width:48pt}.forest-table .spark{width:46pt;height:14pt}.forest-table .rules-col{width:54pt;padding-left:6pt}.forest-table .status-col{width:54pt;padding-left:4pt}
        .forest-table .status-col .review{font-size:6.5pt;padding:0 3pt;white-space:normal}
        .moves{font-size:8pt}
        .moves li{grid-template-columns:56pt 1fr;gap:4pt}
        abbr{text-decoration:none}
        .files{display:none}
        .decisions,.readus,.compared,.thresholds,.sign-off{min-width:0}
        .decisions,.readus{font-size:7pt}
        .readus tbody th[scope=row]{min-width:20pt}
        .decisions .num,.decisions .rationale,.compared .together{min-width:0}
        .compared .together strong{font-size:7.5pt}
        .sign-off td{height:34pt}
        #sign-off{break-inside:avoid}
        .thresholds tbody th[scope=row]{min-width:36pt}
        .forest-table thead .tick{display:none}
        .forest-table .num{white-space:nowrap}
        .forest-table thead .num{white-space:normal}
        .changes .rate{min-width:0}
        tbody th[scope=row]{min-width:70pt}
        .pair{display:block}
        .pair div{margin-top:1pt}
        .chip,.tick{font-size:7.5pt}
        .chip{padding:1pt 5pt}
        .cases{font-size:7pt}
        .cases td,.cases th{min-width:0;padding:2pt 3pt}
        .cases td{overflow-wrap:break-word}
        .cases .terms{width:auto}
        code{font-size:7pt}
        .note a,.facts a,.thresholds td a,a{color:inherit;text-decoration:none}
        footer{margin-top:12pt;padding:0;break-before:avoid}
        }

        """;
}
