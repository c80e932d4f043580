using System.Collections.Frozen;
using JakSignals.Cases;

namespace JakSignals.Ingest;

/// <summary>Countries as sources write them, read into ISO 3166-1 alpha-2 codes.</summary>
/// <remarks>
/// Read are alpha-2 and alpha-3 codes, codes of subdivisions (<c>GB-SCT</c>), English names as ISO and FDA spell them, and common names in the country's own language.
/// <c>EL</c>, <c>UK</c> and <c>XI</c> are what the European Union writes for Greece, the United Kingdom and Northern Ireland; the nations of the United Kingdom are
/// <c>GB</c>; <c>EU</c> is reserved in ISO 3166 for the European Union. Texts are folded (<see cref="FoldedText"/>), so that case, accents and punctuation do not matter.
/// </remarks>
public static class Countries
{
    private static readonly FrozenDictionary<string, string> ByCode = Codes();

    private static readonly FrozenDictionary<string, string> ByName = Lines(Names)
        .SelectMany(pair => pair.Names.Split(';').Select(name => (Key: FoldedText.Key(name), pair.Code)))
        .DistinctBy(name => name)       // some languages share a name, but no name is of two countries
        .ToFrozenDictionary(name => name.Key, name => name.Code, StringComparer.Ordinal);

    private static readonly FrozenSet<string> NotStated = new[]
    {
        "", "COUNTRYNOTSPECIFIED", "UNKNOWN", "UNK", "NOTSPECIFIED", "UNSPECIFIED", "NOTSTATED", "NOTREPORTED", "NOTAVAILABLE", "NOTAPPLICABLE", "NOTKNOWN", "NOTPROVIDED",
        "NA", "ND", "NONE", "NULL", "UNKNOWNCOUNTRY", "COUNTRYUNKNOWN", "MISSING",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The alpha-2 code; the text itself where it is no country known here; null when nothing is stated.</summary>
    /// <remarks>What is not read stays stored as it came, and counts as unknown: see <see cref="CodeOf"/>.</remarks>
    internal static string? Resolve(string text)
    {
        if (CodeOf(text) is { } code)
            return code;
        return IsStated(text) ? text.Trim() : null;
    }

    /// <summary>The alpha-2 code of a country as a source or a store writes it; null where it is not stated or not read.</summary>
    /// <remarks>Stores filled by earlier versions hold names and alpha-3 codes that are read now.</remarks>
    public static string? CodeOf(string? text)
    {
        if (text is null)
            return null;
        if (ByCode.TryGetValue(text, out var code))
            return code;
        var folded = FoldedText.Of(text);
        if (ByCode.TryGetValue(folded, out code))
            return code;
        if (folded is [_, _, '-', _, .. { Length: <= 2 }] && ByCode.TryGetValue(folded[..2], out code))
            return code;
        return ByName.GetValueOrDefault(FoldedText.Key(text));
    }

    private static bool IsStated(string text)
    {
        var key = FoldedText.Key(text);
        return !NotStated.Contains(key) && key.Any(char.IsLetterOrDigit);
    }

    private static FrozenDictionary<string, string> Codes()
    {
        var codes = Lines(Names).Select(pair => pair.Code).Distinct(StringComparer.Ordinal).ToDictionary(code => code, StringComparer.Ordinal);
        foreach (var pair in ThreeLetters.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Chunk(2))
            codes.Add(pair[1], pair[0]);
        foreach (var (code, country) in new[] { ("EL", "GR"), ("UK", "GB"), ("XI", "GB"), ("ROM", "RO"), ("ZAR", "CD"), ("TMP", "TL"), ("XKX", "XK") })
            codes.Add(code, country);
        return codes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<(string Code, string Names)> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')).Select(pair => (pair[0].Trim(), pair[1]));

    // ISO 3166-1 alpha-2 and alpha-3, with the codes withdrawn since 2003.
    private const string ThreeLetters = """
        AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AN ANT AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW AX ALA
        AZ AZE BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN BO BOL BQ BES BR BRA
        BS BHS BT BTN BV BVT BW BWA BY BLR BZ BLZ CA CAN CC CCK CD COD CF CAF CG COG CH CHE CI CIV CK COK CL CHL CM CMR
        CN CHN CO COL CR CRI CS SCG CU CUB CV CPV CW CUW CX CXR CY CYP CZ CZE DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA
        EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN FJ FJI FK FLK FM FSM FO FRO FR FRA GA GAB GB GBR GD GRD
        GE GEO GF GUF GG GGY GH GHA GI GIB GL GRL GM GMB GN GIN GP GLP GQ GNQ GR GRC GS SGS GT GTM GU GUM GW GNB GY GUY
        HK HKG HM HMD HN HND HR HRV HT HTI HU HUN ID IDN IE IRL IL ISR IM IMN IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA
        JE JEY JM JAM JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KY CYM KZ KAZ LA LAO
        LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG
        MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS
        MZ MOZ NA NAM NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER
        PF PYF PG PNG PH PHL PK PAK PL POL PM SPM PN PCN PR PRI PS PSE PT PRT PW PLW PY PRY QA QAT RE REU RO ROU RS SRB
        RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE SM SMR SN SEN SO SOM
        SR SUR SS SSD ST STP SV SLV SX SXM SY SYR SZ SWZ TC TCA TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM
        TN TUN TO TON TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT VE VEN
        VG VGB VI VIR VN VNM VU VUT WF WLF WS WSM YE YEM YT MYT YU YUG ZA ZAF ZM ZMB ZW ZWE
        """;

    private const string Names = """
        AF=Afghanistan
        AX=Aland Islands;Åland Islands;Ahvenanmaa
        AL=Albania;Shqipëria;Shqiperia;Albanien
        DZ=Algeria;Algérie;Algerien
        AS=American Samoa
        AD=Andorra
        AO=Angola
        AI=Anguilla
        AQ=Antarctica
        AG=Antigua and Barbuda;Antigua & Barbuda;Antigua
        AR=Argentina;República Argentina;Argentinien;Argentine
        AM=Armenia
        AW=Aruba
        AU=Australia;Australien;Australie;Commonwealth of Australia;オーストラリア
        AT=Austria;Österreich;Oesterreich;Autriche;Republik Österreich;Austria, Republic of;Oostenrijk;Österrike
        AZ=Azerbaijan
        BS=Bahamas;The Bahamas;Bahamas, The
        BH=Bahrain
        BD=Bangladesh
        BB=Barbados
        BY=Belarus;Беларусь;Belarus, Republic of;Weissrussland;Byelorussia
        BE=Belgium;België;Belgique;Belgien;Bélgica;Belgio;Kingdom of Belgium
        BZ=Belize
        BJ=Benin
        BM=Bermuda
        BT=Bhutan
        BO=Bolivia;Bolivia, Plurinational State of;Plurinational State of Bolivia
        BQ=Bonaire, Sint Eustatius and Saba
        BA=Bosnia and Herzegovina;Bosnia-Herzegovina;Bosna i Hercegovina;Bosnia;Bosnia & Herzegovina;Bosnien und Herzegowina
        BW=Botswana
        BV=Bouvet Island
        BR=Brazil;Brasil;Brasilien;Brésil;Brasile;República Federativa do Brasil;Federative Republic of Brazil
        IO=British Indian Ocean Territory
        BN=Brunei Darussalam;Brunei;Brunei Darussalam
        BG=Bulgaria;България;Bulgaria, Republic of;Balgariya;Bulgarien;Bulgarie;Republic of Bulgaria
        BF=Burkina Faso
        BI=Burundi
        KH=Cambodia;Kampuchea
        CM=Cameroon
        CA=Canada;Kanada;Canadá;カナダ
        CV=Cape Verde;Cabo Verde;Cabo Verde
        KY=Cayman Islands
        CF=Central African Republic
        TD=Chad
        CL=Chile;Chili;República de Chile
        CN=China;China, People's Republic of;中国;中國;中华人民共和国;中華人民共和國;Zhongguo;Chine;Cina;People's Republic of China;PR China;P.R. China;PRC
        CN=P.R.C.;Mainland China;Китай
        CX=Christmas Island
        CC=Cocos (Keeling) Islands
        CO=Colombia;Kolumbien;Colombie
        KM=Comoros
        CG=Congo;Congo, Republic of the;Congo-Brazzaville;Congo (Brazzaville);Republic of the Congo
        CD=Congo, The Democratic Republic of the;Congo, Democratic Republic of the;Democratic Republic of the Congo;Zaire;DR Congo;DRC
        CD=Congo-Kinshasa;Congo (Kinshasa);Congo, Democratic Republic
        CK=Cook Islands
        CR=Costa Rica
        CI=Cote d'Ivoire;Côte d'Ivoire;Ivory Coast
        HR=Croatia;Croatia (local name: Hrvatska);Hrvatska;Kroatien;Croatie;Croacia;Croazia;Republic of Croatia
        CU=Cuba;Kuba
        CW=Curacao;Curaçao
        CY=Cyprus;Κύπρος;Kypros;Kıbrıs;Zypern;Chypre;Republic of Cyprus
        CZ=Czech Republic;Czechia;Česko;Česká republika;Cesko;Tschechien;Tschechische Republik;Tchéquie;République tchèque;República Checa
        CZ=Repubblica Ceca;Tsjechië;The Czech Republic
        DK=Denmark;Danmark;Dänemark;Danemark;Dinamarca;Danimarca;Kingdom of Denmark
        DJ=Djibouti
        DM=Dominica
        DO=Dominican Republic;República Dominicana;Dominican Rep.
        EC=Ecuador
        EG=Egypt;مصر;Ägypten;Égypte
        SV=El Salvador
        GQ=Equatorial Guinea
        ER=Eritrea
        EE=Estonia;Eesti;Estland;Estonie;Republic of Estonia
        SZ=Eswatini;Swaziland;eSwatini
        ET=Ethiopia
        EU=European Union;Europe;European Economic Area;EEA
        FK=Falkland Islands (Malvinas);Falkland Islands
        FO=Faroe Islands
        FJ=Fiji
        FI=Finland;Suomi;Finnland;Finlande;Finlandia;Republic of Finland
        FR=France;France, Metropolitan;République française;Frankreich;Francia;França;Frankrijk;Francja;Frankrike;フランス;Франция
        FR=Metropolitan France;French Republic
        GF=French Guiana;French Guyana;Guyane;Guyane française
        PF=French Polynesia
        TF=French Southern Territories
        GA=Gabon
        GM=Gambia;The Gambia;Gambia, The
        GE=Georgia
        DE=Germany;Deutschland;Bundesrepublik Deutschland;Federal Republic of Germany;Germany, Federal Republic of;BRD;Allemagne;Alemania
        DE=Germania;Alemanha;Duitsland;Niemcy;Tyskland;ドイツ;Германия
        GH=Ghana
        GI=Gibraltar
        GR=Greece;Hellas;Ellada;Ελλάδα;Hellenic Republic;Griechenland;Grèce;Grecia;Griekenland;Ελλάς
        GL=Greenland
        GD=Grenada
        GP=Guadeloupe
        GU=Guam
        GT=Guatemala
        GG=Guernsey
        GN=Guinea
        GW=Guinea-Bissau;Guinea Bissau
        GY=Guyana
        HT=Haiti
        HM=Heard Island and McDonald Islands;Heard and McDonald Islands
        VA=Holy See (Vatican City State);Holy See;Vatican City;Vatican
        HN=Honduras
        HK=Hong Kong;Hong Kong SAR China;香港;Hong Kong SAR;Hong Kong, China;Hongkong;Hong Kong S.A.R.
        HU=Hungary;Magyarország;Ungarn;Hongrie;Hungría;Ungheria;Hongarije
        IS=Iceland;Ísland;Island;Islande;Islandia;Republic of Iceland
        IN=India;Bharat;भारत;Indien;Inde;Republic of India
        ID=Indonesia
        IR=Iran, Islamic Republic of;Iran;Islamic Republic of Iran
        IQ=Iraq;Irak
        IE=Ireland;Éire;Irland;Irlande;Irlanda;Republic of Ireland;Ireland, Republic of;Eire
        IM=Isle of Man
        IL=Israel;ישראל;Israël
        IT=Italy;Italia;Italien;Italie;Repubblica Italiana;Italië;Włochy;イタリア;Италия;Italian Republic
        JM=Jamaica
        JP=Japan;Nippon;Nihon;日本;日本国;にほん;にっぽん;ニッポン;ニホン;Japon;Japón;Giappone;Japão;Япония
        JE=Jersey
        JO=Jordan;Jordanien
        KZ=Kazakhstan;Казахстан;Kasachstan
        KE=Kenya
        KI=Kiribati
        KP=Korea, Democratic People's Republic of;North Korea;Korea, North;DPRK;Korea (North);Democratic People's Republic of Korea
        KP=Nordkorea
        KR=Korea, Republic of;South Korea;Korea, South;Republic of Korea;대한민국;한국;韓国;Korea;Daehan Minguk;Südkorea;Corée du Sud;Corea del Sur
        KR=Corea del Sud;Rep. of Korea;Korea (South);Korea (Republic of);Korea Republic
        XK=Kosovo
        KW=Kuwait
        KG=Kyrgyzstan
        LA=Lao People's Democratic Republic;Laos;Lao PDR
        LV=Latvia;Latvija;Lettland;Lettonie;Letonia;Republic of Latvia
        LB=Lebanon;Liban;Libanon
        LS=Lesotho
        LR=Liberia
        LY=Libya;Libyan Arab Jamahiriya
        LI=Liechtenstein;Fürstentum Liechtenstein
        LT=Lithuania;Lietuva;Litauen;Lituanie;Lituania;Republic of Lithuania
        LU=Luxembourg;Luxemburg;Lëtzebuerg;Grand Duchy of Luxembourg
        MO=Macao;Macau;澳門;澳门;Macau SAR;Macao SAR
        MK=Macedonia, The Former Yugoslav Republic of;Macedonia;North Macedonia;Северна Македонија;FYROM;Republic of North Macedonia
        MK=Macedonia, FYR;Severna Makedonija
        MG=Madagascar
        MW=Malawi
        MY=Malaysia
        MV=Maldives
        ML=Mali
        MT=Malta;Malte;Republic of Malta
        MH=Marshall Islands
        MQ=Martinique;La Martinique
        MR=Mauritania
        MU=Mauritius
        YT=Mayotte
        MX=Mexico;México;Mexiko;Mexique;Messico;Estados Unidos Mexicanos
        FM=Micronesia, Federated States of;Micronesia;Federated States of Micronesia
        MD=Moldova, Republic of;Moldova;Republic of Moldova;Moldau
        MC=Monaco
        MN=Mongolia
        ME=Montenegro;Crna Gora;Црна Гора
        MS=Montserrat
        MA=Morocco;Maroc;Marokko
        MZ=Mozambique
        MM=Myanmar;Burma;Union of Myanmar
        NA=Namibia
        NR=Nauru
        NP=Nepal
        NL=Netherlands;The Netherlands;Netherlands, The;Nederland;Holland;Niederlande;Pays-Bas;Países Bajos;Paesi Bassi;Die Niederlande
        NL=Nederländerna;Kingdom of the Netherlands;オランダ
        AN=Netherlands Antilles
        NC=New Caledonia
        NZ=New Zealand;Neuseeland;Aotearoa;Nouvelle-Zélande
        NI=Nicaragua
        NE=Niger
        NG=Nigeria
        NU=Niue
        NF=Norfolk Island
        MP=Northern Mariana Islands;Commonwealth of the Northern Mariana Islands
        NO=Norway;Norge;Noreg;Norwegen;Norvège;Noruega;Norvegia;Noorwegen;Kingdom of Norway
        OM=Oman
        PK=Pakistan
        PW=Palau
        PS=Palestine, State of;Palestinian Territory, Occupied;Palestinian Territory;Palestine;West Bank and Gaza
        PA=Panama;Panamá
        PG=Papua New Guinea
        PY=Paraguay
        PE=Peru;Perú
        PH=Philippines;Pilipinas;The Philippines
        PN=Pitcairn
        PL=Poland;Polska;Polen;Pologne;Polonia;Rzeczpospolita Polska;Republic of Poland;ポーランド;Польша
        PT=Portugal;República Portuguesa;Portogallo;Portuguese Republic;ポルトガル
        PR=Puerto Rico;Porto Rico
        QA=Qatar
        RE=Reunion;Réunion;La Réunion
        RO=Romania;România;Rumänien;Roumanie;Rumania;Rumanía;Roumania
        RU=Russian Federation;Russia;Россия;Российская Федерация;Rossiya;Russland;Russie;Rusia;USSR;Rosja
        RW=Rwanda
        BL=Saint Barthelemy;Saint Barthélemy;St. Barthelemy;Saint-Barthélemy
        SH=Saint Helena;Saint Helena, Ascension and Tristan da Cunha;St. Helena
        KN=Saint Kitts and Nevis;St. Kitts and Nevis
        LC=Saint Lucia;St. Lucia
        MF=Saint Martin (French part);Saint Martin;St. Martin
        PM=Saint Pierre and Miquelon;St. Pierre and Miquelon
        VC=Saint Vincent and the Grenadines;St. Vincent and the Grenadines
        WS=Samoa
        SM=San Marino
        ST=Sao Tome and Principe;Sao Tome & Principe;São Tomé and Príncipe
        SA=Saudi Arabia;Kingdom of Saudi Arabia;KSA;السعودية;Saudi-Arabien;Arabie saoudite
        SN=Senegal
        RS=Serbia;Србија;Srbija;Serbien;Serbie;Republic of Serbia
        CS=Serbia and Montenegro
        SC=Seychelles
        SL=Sierra Leone
        SG=Singapore
        SX=Sint Maarten (Dutch part);Sint Maarten;St. Maarten
        SK=Slovakia;Slovakia (Slovak Republic);Slovak Republic;Slovensko;Slovenská republika;Slowakei;Slovaquie;Eslovaquia;Slovacchia
        SI=Slovenia;Slovenija;Slowenien;Slovénie;Eslovenia;Republic of Slovenia
        SB=Solomon Islands
        SO=Somalia
        ZA=South Africa;RSA;Südafrika;Republic of South Africa;Suid-Afrika
        GS=South Georgia and the South Sandwich Islands
        SS=South Sudan
        ES=Spain;España;Spanien;Espagne;Spagna;Espanha;Spanje;Hiszpania;Reino de España;スペイン;Испания;Kingdom of Spain
        LK=Sri Lanka;Ceylon
        SD=Sudan
        SR=Suriname
        SJ=Svalbard and Jan Mayen;Svalbard and Jan Mayen Islands
        SE=Sweden;Sverige;Schweden;Suède;Suecia;Svezia;Zweden;Konungariket Sverige;Kingdom of Sweden;スウェーデン
        CH=Switzerland;Schweiz;Suisse;Svizzera;Svizra;Die Schweiz;Swiss;Suiza;Zwitserland;スイス;Swiss Confederation
        CH=Schweizerische Eidgenossenschaft
        SY=Syrian Arab Republic;Syria;Syrien
        TW=Taiwan, Province of China;Taiwan;台灣;臺灣;台湾;Taiwan, R.O.C.;Taiwan ROC;Chinese Taipei;Republic of China
        TJ=Tajikistan
        TZ=Tanzania, United Republic of;Tanzania;United Republic of Tanzania
        TH=Thailand;ประเทศไทย;ไทย
        TL=Timor-Leste;East Timor;Timor Leste
        TG=Togo
        TK=Tokelau
        TO=Tonga
        TT=Trinidad and Tobago;Trinidad & Tobago;Trinidad
        TN=Tunisia;Tunisie;Tunesien
        TR=Turkey;Turkiye;Türkiye;Türkei;Turquie;Turquía;Turchia;Turkiye Cumhuriyeti;Republic of Turkey;Republic of Türkiye
        TM=Turkmenistan
        TC=Turks and Caicos Islands
        TV=Tuvalu
        UG=Uganda
        UA=Ukraine;Україна;Украина;Ukraina;The Ukraine
        AE=United Arab Emirates;UAE;U.A.E.;Emirates;Vereinigte Arabische Emirate
        GB=United Kingdom;United Kingdom of Great Britain and Northern Ireland;Great Britain;UK;UK;England;Scotland;Wales;Northern Ireland
        GB=Cymru;Alba;Britain;GB England;U.K.;Vereinigtes Königreich;Royaume-Uni;Reino Unido;Regno Unito;Angleterre;Grossbritannien
        US=United States;United States of America;USA;U.S.;U.S.A.;America;The United States;The United States of America;Vereinigte Staaten
        US=Vereinigte Staaten von Amerika;États-Unis;Etats-Unis d'Amérique;Estados Unidos;Estados Unidos de América;EE. UU.;EEUU;Stati Uniti
        US=Stati Uniti d'America;アメリカ;アメリカ合衆国;米国;США
        UM=United States Minor Outlying Islands;US Minor Outlying Islands
        UY=Uruguay
        UZ=Uzbekistan
        VU=Vanuatu
        VE=Venezuela;Venezuela, Bolivarian Republic of;Bolivarian Republic of Venezuela
        VN=Viet Nam;Vietnam;Việt Nam;Socialist Republic of Vietnam
        VG=Virgin Islands, British;British Virgin Islands;Virgin Islands (British)
        VI=Virgin Islands, U.S.;US Virgin Islands;Virgin Islands (U.S.);Virgin Islands of the United States;United States Virgin Islands
        WF=Wallis and Futuna;Wallis and Futuna Islands
        EH=Western Sahara
        YE=Yemen
        YU=Yugoslavia
        ZM=Zambia
        ZW=Zimbabwe
        """;
}
