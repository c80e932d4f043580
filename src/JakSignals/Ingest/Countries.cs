namespace JakSignals.Ingest;

/// <summary>Countries as sources write them, read into ISO 3166 alpha-2 codes.</summary>
/// <remarks>
/// FAERS writes ISO codes in <c>occr_country</c>, and full English names in <c>reporter_country</c> until about 2017. Names are those of
/// ISO 3166-1 with the spellings FDA used; punctuation and case do not matter. <c>EU</c> is reserved in ISO 3166 for the European Union.
/// </remarks>
internal static class Countries
{
    private static readonly Dictionary<string, string> ByName = Names
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('='))
        .SelectMany(pair => pair[1].Split(';').Select(name => (Name: Letters(name), Code: pair[0])))
        .ToDictionary(pair => pair.Name, pair => pair.Code, StringComparer.Ordinal);

    /// <summary>The alpha-2 code; the text itself where it is no country known here; null when nothing is stated.</summary>
    internal static string? Resolve(string text)
    {
        var letters = Letters(text);
        if (letters is "" or "COUNTRYNOTSPECIFIED" or "UNKNOWN" or "NOTSPECIFIED")
            return null;
        if (ByName.TryGetValue(letters, out var code))
            return code;
        return letters.Length == 2 && text.Length == 2 ? letters : text;
    }

    private static string Letters(string text) =>
        string.Concat(text.Where(char.IsLetter)).ToUpperInvariant();

    private const string Names = """
        AF=Afghanistan
        AX=Aland Islands;Åland Islands
        AL=Albania
        DZ=Algeria
        AS=American Samoa
        AD=Andorra
        AO=Angola
        AI=Anguilla
        AQ=Antarctica
        AG=Antigua and Barbuda
        AR=Argentina
        AM=Armenia
        AW=Aruba
        AU=Australia
        AT=Austria
        AZ=Azerbaijan
        BS=Bahamas;The Bahamas;Bahamas, The
        BH=Bahrain
        BD=Bangladesh
        BB=Barbados
        BY=Belarus
        BE=Belgium
        BZ=Belize
        BJ=Benin
        BM=Bermuda
        BT=Bhutan
        BO=Bolivia;Bolivia, Plurinational State of
        BQ=Bonaire, Sint Eustatius and Saba
        BA=Bosnia and Herzegovina;Bosnia-Herzegovina
        BW=Botswana
        BV=Bouvet Island
        BR=Brazil
        IO=British Indian Ocean Territory
        BN=Brunei Darussalam;Brunei
        BG=Bulgaria
        BF=Burkina Faso
        BI=Burundi
        KH=Cambodia
        CM=Cameroon
        CA=Canada
        CV=Cape Verde;Cabo Verde
        KY=Cayman Islands
        CF=Central African Republic
        TD=Chad
        CL=Chile
        CN=China;China, People's Republic of
        CX=Christmas Island
        CC=Cocos (Keeling) Islands
        CO=Colombia
        KM=Comoros
        CG=Congo;Congo, Republic of the
        CD=Congo, The Democratic Republic of the;Congo, Democratic Republic of the;Democratic Republic of the Congo;Zaire
        CK=Cook Islands
        CR=Costa Rica
        CI=Cote d'Ivoire;Côte d'Ivoire;Ivory Coast
        HR=Croatia;Croatia (local name: Hrvatska)
        CU=Cuba
        CW=Curacao;Curaçao
        CY=Cyprus
        CZ=Czech Republic;Czechia
        DK=Denmark
        DJ=Djibouti
        DM=Dominica
        DO=Dominican Republic
        EC=Ecuador
        EG=Egypt
        SV=El Salvador
        GQ=Equatorial Guinea
        ER=Eritrea
        EE=Estonia
        SZ=Eswatini;Swaziland
        ET=Ethiopia
        EU=European Union
        FK=Falkland Islands (Malvinas);Falkland Islands
        FO=Faroe Islands
        FJ=Fiji
        FI=Finland
        FR=France;France, Metropolitan
        GF=French Guiana
        PF=French Polynesia
        TF=French Southern Territories
        GA=Gabon
        GM=Gambia;The Gambia;Gambia, The
        GE=Georgia
        DE=Germany
        GH=Ghana
        GI=Gibraltar
        GR=Greece
        GL=Greenland
        GD=Grenada
        GP=Guadeloupe
        GU=Guam
        GT=Guatemala
        GG=Guernsey
        GN=Guinea
        GW=Guinea-Bissau
        GY=Guyana
        HT=Haiti
        HM=Heard Island and McDonald Islands;Heard and McDonald Islands
        VA=Holy See (Vatican City State);Holy See;Vatican City
        HN=Honduras
        HK=Hong Kong;Hong Kong SAR China
        HU=Hungary
        IS=Iceland
        IN=India
        ID=Indonesia
        IR=Iran, Islamic Republic of;Iran
        IQ=Iraq
        IE=Ireland
        IM=Isle of Man
        IL=Israel
        IT=Italy
        JM=Jamaica
        JP=Japan
        JE=Jersey
        JO=Jordan
        KZ=Kazakhstan
        KE=Kenya
        KI=Kiribati
        KP=Korea, Democratic People's Republic of;North Korea;Korea, North
        KR=Korea, Republic of;South Korea;Korea, South;Republic of Korea
        XK=Kosovo
        KW=Kuwait
        KG=Kyrgyzstan
        LA=Lao People's Democratic Republic;Laos
        LV=Latvia
        LB=Lebanon
        LS=Lesotho
        LR=Liberia
        LY=Libya;Libyan Arab Jamahiriya
        LI=Liechtenstein
        LT=Lithuania
        LU=Luxembourg
        MO=Macao;Macau
        MK=Macedonia, The Former Yugoslav Republic of;Macedonia;North Macedonia
        MG=Madagascar
        MW=Malawi
        MY=Malaysia
        MV=Maldives
        ML=Mali
        MT=Malta
        MH=Marshall Islands
        MQ=Martinique
        MR=Mauritania
        MU=Mauritius
        YT=Mayotte
        MX=Mexico
        FM=Micronesia, Federated States of;Micronesia
        MD=Moldova, Republic of;Moldova
        MC=Monaco
        MN=Mongolia
        ME=Montenegro
        MS=Montserrat
        MA=Morocco
        MZ=Mozambique
        MM=Myanmar;Burma
        NA=Namibia
        NR=Nauru
        NP=Nepal
        NL=Netherlands;The Netherlands;Netherlands, The
        AN=Netherlands Antilles
        NC=New Caledonia
        NZ=New Zealand
        NI=Nicaragua
        NE=Niger
        NG=Nigeria
        NU=Niue
        NF=Norfolk Island
        MP=Northern Mariana Islands
        NO=Norway
        OM=Oman
        PK=Pakistan
        PW=Palau
        PS=Palestine, State of;Palestinian Territory, Occupied;Palestinian Territory;Palestine
        PA=Panama
        PG=Papua New Guinea
        PY=Paraguay
        PE=Peru
        PH=Philippines
        PN=Pitcairn
        PL=Poland
        PT=Portugal
        PR=Puerto Rico
        QA=Qatar
        RE=Reunion;Réunion
        RO=Romania
        RU=Russian Federation;Russia
        RW=Rwanda
        BL=Saint Barthelemy;Saint Barthélemy
        SH=Saint Helena;Saint Helena, Ascension and Tristan da Cunha
        KN=Saint Kitts and Nevis
        LC=Saint Lucia
        MF=Saint Martin (French part);Saint Martin
        PM=Saint Pierre and Miquelon
        VC=Saint Vincent and the Grenadines
        WS=Samoa
        SM=San Marino
        ST=Sao Tome and Principe
        SA=Saudi Arabia
        SN=Senegal
        RS=Serbia
        CS=Serbia and Montenegro
        SC=Seychelles
        SL=Sierra Leone
        SG=Singapore
        SX=Sint Maarten (Dutch part);Sint Maarten
        SK=Slovakia;Slovakia (Slovak Republic);Slovak Republic
        SI=Slovenia
        SB=Solomon Islands
        SO=Somalia
        ZA=South Africa
        GS=South Georgia and the South Sandwich Islands
        SS=South Sudan
        ES=Spain
        LK=Sri Lanka
        SD=Sudan
        SR=Suriname
        SJ=Svalbard and Jan Mayen;Svalbard and Jan Mayen Islands
        SE=Sweden
        CH=Switzerland
        SY=Syrian Arab Republic;Syria
        TW=Taiwan, Province of China;Taiwan
        TJ=Tajikistan
        TZ=Tanzania, United Republic of;Tanzania
        TH=Thailand
        TL=Timor-Leste;East Timor
        TG=Togo
        TK=Tokelau
        TO=Tonga
        TT=Trinidad and Tobago
        TN=Tunisia
        TR=Turkey;Turkiye;Türkiye
        TM=Turkmenistan
        TC=Turks and Caicos Islands
        TV=Tuvalu
        UG=Uganda
        UA=Ukraine
        AE=United Arab Emirates
        GB=United Kingdom;United Kingdom of Great Britain and Northern Ireland;Great Britain;UK
        US=United States;United States of America;USA
        UM=United States Minor Outlying Islands
        UY=Uruguay
        UZ=Uzbekistan
        VU=Vanuatu
        VE=Venezuela;Venezuela, Bolivarian Republic of
        VN=Viet Nam
        VG=Virgin Islands, British;British Virgin Islands
        VI=Virgin Islands, U.S.;US Virgin Islands
        WF=Wallis and Futuna;Wallis and Futuna Islands
        EH=Western Sahara
        YE=Yemen
        YU=Yugoslavia
        ZM=Zambia
        ZW=Zimbabwe
        """;
}
