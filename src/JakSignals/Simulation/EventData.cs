namespace JakSignals.Simulation;

/// <summary>Reaction terms and how often a report mentions them when no planted effect is at work.</summary>
/// <remarks>
/// Rates are mentions in 10,000 reports. Generic terms: rounded from the order and size of counts in FAERS 2022Q3; classes: chosen so that a class
/// occurs as often as such events do among all reports (herpes zoster 0.6 %, MACE 1.5 %, venous thromboembolism 0.8 %). The term groups are those of
/// the event-class catalogue; being plain names of diagnoses they carry no code and no hierarchy.
/// </remarks>
internal static class EventData
{
    /// <summary>Terms with their own rate, <c>Term=rate</c>.</summary>
    public const string Generic = """
Drug ineffective=560; Off label use=470; Fatigue=430; Nausea=370; Diarrhoea=350; Headache=320; Pain=310; Product dose omission issue=260; Dyspnoea=260; Arthralgia=250;
Dizziness=225; Rash=215; Vomiting=215; Malaise=205; Condition aggravated=190; Pruritus=185; Pyrexia=185; Asthenia=180; Pain in extremity=165; Weight decreased=165;
Cough=160; Injection site pain=160; Fall=155; Drug hypersensitivity=140; Abdominal pain=140; Abdominal pain upper=130; Feeling abnormal=130; Anxiety=130;
Product use in unapproved indication=125; Back pain=120; Intentional product use issue=110; Hypertension=110; Insomnia=108; Illness=105; Weight increased=105;
Constipation=104; Treatment failure=100; Product use issue=98; Inappropriate schedule of product administration=95; Nasopharyngitis=95; Hypotension=92; Alopecia=90;
Muscle spasms=88; Somnolence=84; Hypersensitivity=82; Depression=80; Injection site erythema=78; Erythema=75; Blood glucose increased=74; Oedema peripheral=72;
Decreased appetite=72; Therapeutic product effect incomplete=70; Joint swelling=70; Gait disturbance=68; Urticaria=66; Hypoaesthesia=66; Psoriasis=62;
Blood pressure increased=62; Seizure=60; Myalgia=60; Tremor=58; Memory impairment=56; Chills=56; Loss of consciousness=55; Paraesthesia=54; Sinusitis=54; Swelling=52;
Overdose=52; Dehydration=50; Acute kidney injury=50; Hyperhidrosis=48; Chest pain=48; Maternal exposure during pregnancy=46; Vision blurred=46; Contusion=45;
Confusional state=45; Migraine=44; Incorrect dose administered=44; Neuropathy peripheral=43; Dysgeusia=42; Haemorrhage=42; Stress=41; Gastrointestinal haemorrhage=40;
Musculoskeletal stiffness=40; Palpitations=39; Dry mouth=38; Dyspepsia=38; Renal failure=37; Syncope=36; Abdominal distension=36; Suicidal ideation=35;
Visual impairment=35; Disease progression=34; Mobility decreased=34; Epistaxis=33; Skin exfoliation=32; Dysphagia=32; Gastrooesophageal reflux disease=31; Tachycardia=31;
Atrial fibrillation=30; Cataract=29; Cardiac failure=29; Dry skin=28; Flushing=28; Stomatitis=27; Blood creatinine increased=26; Hallucination=25; Oropharyngeal pain=25;
Rheumatoid arthritis=25; Blister=24; Fluid retention=23; Hypokalaemia=22; Hyponatraemia=22; Osteonecrosis of jaw=21; Hypoglycaemia=21; Interstitial lung disease=20;
Angioedema=19; Gynaecomastia=18; Vertigo=18; Tinnitus=17; Pancreatitis=17; Colitis=16; Dermatitis atopic=16; Amnesia=15; Lymphadenopathy=14; Hyperglycaemia=14;
Pneumonitis=14; Bradycardia=14; Delirium=13; Anaphylactic reaction=30; Stevens-johnson syndrome=9; Torsade de pointes=6; Product physical issue=30; Device issue=28;
Wrong technique in product usage process=28; No adverse event=60
""";

    /// <summary>Terms that do not exist, for effects planted on invented drugs.</summary>
    public const string Invented = """
Corvical inflammation=46; Zendoral oedema=42; Brathoral pain=40; Plumical dysfunction=44
""";

    /// <summary>
    /// Two lines a group: <c># class part rate shape severity</c>, then its terms, the commonest first. Shape steep: the n-th term weighs 1/n²; flat: 1/n.
    /// Severity: what outcome a term brings with it; <c>!</c> marks a term that is itself a death.
    /// </summary>
    public const string Classes = """
# herpes_zoster core 62 steep plain
Herpes zoster; Herpes zoster disseminated; Herpes zoster cutaneous disseminated; Herpes zoster infection neurological; Herpes zoster meningitis;
Herpes zoster meningoencephalitis; Herpes zoster meningomyelitis; Herpes zoster meningoradiculitis; Herpes zoster necrotising retinopathy; Herpes zoster oticus;
Herpes zoster pharyngitis; Herpes zoster reactivation; Ophthalmic herpes zoster; Oral herpes zoster; Genital herpes zoster; Disseminated varicella zoster virus infection;
Varicella zoster virus infection; Varicella zoster pneumonia; Varicella zoster gastritis; Varicella zoster oesophagitis; Varicella zoster sepsis;
Varicella zoster viraemia
# herpes_zoster broad 6 flat plain
Post herpetic neuralgia; Necrotising herpetic retinopathy; Varicella; Disseminated varicella; Varicella encephalitis; Varicella meningitis; Varicella keratitis;
Herpetic radiculopathy; Encephalitis post varicella
# herpes_simplex core 46 steep plain
Herpes simplex; Oral herpes; Herpes virus infection; Genital herpes; Genital herpes simplex; Nasal herpes; Herpes ophthalmic; Ophthalmic herpes simplex;
Herpes dermatitis; Eczema herpeticum; Herpes simplex reactivation; Herpes simplex pharyngitis; Herpes pharyngitis; Herpes oesophagitis; Herpes simplex oesophagitis;
Herpes simplex encephalitis; Herpes simplex meningitis; Herpes simplex meningoencephalitis; Herpes simplex meningomyelitis; Meningitis herpes;
Meningoencephalitis herpetic; Herpes simplex hepatitis; Herpes simplex pneumonia; Pneumonia herpes viral; Herpes simplex bronchitis; Herpes simplex viraemia;
Herpes simplex sepsis; Herpes sepsis; Herpes simplex visceral; Herpes simplex colitis; Herpes simplex gastritis; Herpes simplex otitis externa;
Herpes simplex necrotising retinopathy; Lower respiratory tract herpes infection; Proctitis herpes; Colitis herpes; Gastritis herpes
# herpes_simplex broad 2 flat plain
Herpes simplex test positive; Herpetic radiculopathy
# mace_mi core 72 steep serious
Myocardial infarction; Acute myocardial infarction; Silent myocardial infarction; Acute coronary syndrome; Coronary artery thrombosis; Coronary artery occlusion;
Coronary artery embolism; Coronary artery reocclusion; Coronary bypass thrombosis; Coronary vascular graft occlusion; Papillary muscle infarction;
Periprocedural myocardial infarction; Post procedural myocardial infarction; Myocardial necrosis; Kounis syndrome; Vascular stent thrombosis
# mace_mi broad 12 flat serious
Angina unstable; Stress cardiomyopathy; Ecg signs of myocardial infarction; Troponin increased
# mace_stroke core 66 steep serious
Cerebrovascular accident; Ischaemic stroke; Haemorrhagic stroke; Embolic stroke; Thrombotic stroke; Lacunar stroke; Lacunar infarction; Cerebral infarction;
Embolic cerebral infarction; Thrombotic cerebral infarction; Ischaemic cerebral infarction; Haemorrhagic cerebral infarction; Brain stem stroke; Brain stem infarction;
Cerebellar stroke; Cerebellar infarction; Embolic cerebellar infarction; Haemorrhagic cerebellar infarction; Basal ganglia stroke; Basal ganglia infarction;
Thalamic stroke; Thalamic infarction; Internal capsule infarction; Haemorrhagic transformation stroke; Stroke in evolution; Vertebrobasilar stroke;
Post procedural stroke; Cerebral haemorrhage; Haemorrhage intracranial; Subarachnoid haemorrhage; Cerebellar haemorrhage; Brain stem haemorrhage;
Basal ganglia haemorrhage; Thalamus haemorrhage; Putamen haemorrhage; Intraventricular haemorrhage; Cerebral artery occlusion; Cerebral artery thrombosis;
Cerebral artery embolism; Cerebral thrombosis; Carotid artery thrombosis; Carotid artery occlusion; Basilar artery thrombosis; Basilar artery occlusion
# mace_stroke broad 8 flat serious
Transient ischaemic attack; Cerebral ischaemia; Spinal stroke; Cerebral venous sinus thrombosis
# vte core 82 flat serious
Deep vein thrombosis; Deep vein thrombosis postoperative; Phlebitis deep; Pulmonary embolism; Pulmonary thrombosis; Pulmonary infarction; Pulmonary microemboli;
Pulmonary venous thrombosis; Pulmonary artery thrombosis; Post procedural pulmonary embolism; Venous thrombosis; Venous thrombosis limb; Pelvic venous thrombosis;
Axillary vein thrombosis; Subclavian vein thrombosis; Jugular vein thrombosis; Brachiocephalic vein thrombosis; Vena cava thrombosis; Vena cava embolism; Embolism venous;
Peripheral vein thrombosis; Peripheral vein thrombus extension
# vte broad 22 flat serious
Superficial vein thrombosis; Thrombophlebitis; Thrombophlebitis migrans; Portal vein thrombosis; Portosplenomesenteric venous thrombosis; Hepatic vein thrombosis;
Budd-chiari syndrome; Splenic vein thrombosis; Mesenteric vein thrombosis; Visceral venous thrombosis; Renal vein thrombosis; Ovarian vein thrombosis;
Cerebral venous sinus thrombosis; Cerebral venous thrombosis; Superior sagittal sinus thrombosis; Transverse sinus thrombosis; Cavernous sinus thrombosis;
Sigmoid sinus thrombosis; Retinal vein thrombosis; Retinal vein occlusion; Post thrombotic syndrome; Iliac vein occlusion; Venous occlusion; Thrombosis; Embolism;
Venous thrombosis in pregnancy; Postpartum venous thrombosis
# arterial_thromboembolism core 12 flat serious
Arterial thrombosis; Embolism arterial; Peripheral artery thrombosis; Peripheral artery occlusion; Peripheral embolism; Femoral artery embolism; Iliac artery occlusion;
Iliac artery embolism; Mesenteric artery thrombosis; Mesenteric artery embolism; Renal artery thrombosis; Renal infarct; Splenic infarction; Intestinal infarction;
Retinal artery occlusion; Retinal artery thrombosis; Aortic thrombosis; Aortic embolus; Splenic artery thrombosis
# arterial_thromboembolism broad 8 flat serious
Peripheral arterial occlusive disease; Thrombosis; Embolism
# serious_infection core 420 flat plain
Pneumonia; Pneumonia bacterial; Pneumonia viral; Pneumonia streptococcal; COVID-19 pneumonia; Sepsis; Septic shock; Urosepsis; Pulmonary sepsis; Abdominal sepsis;
Neutropenic sepsis; Staphylococcal sepsis; Escherichia sepsis; Klebsiella sepsis; Pseudomonal sepsis; Bacteraemia; Cellulitis; Erysipelas; Necrotising fasciitis;
Subcutaneous abscess; Abscess; Abscess limb; Anal abscess; Perirectal abscess; Lung abscess; Empyema; Urinary tract infection; Pyelonephritis; Pyelonephritis acute;
Kidney infection; Bronchitis; Lower respiratory tract infection; COVID-19; Influenza; Gastroenteritis; Clostridium difficile infection; Diverticulitis; Appendicitis;
Peritonitis; Osteomyelitis; Arthritis bacterial; Arthritis infective; Intervertebral discitis; Endocarditis; Meningitis; Meningitis bacterial; Encephalitis;
Staphylococcal infection; Device related infection; Post procedural infection; Wound infection; Infection; Bacterial infection; Viral infection; Fungal infection;
Localised infection; Respiratory tract infection
# opportunistic_infection core 34 flat serious
Opportunistic infection; Pneumocystis jirovecii pneumonia; Pneumocystis jirovecii infection; Cryptococcosis; Disseminated cryptococcosis; Meningitis cryptococcal;
Pneumonia cryptococcal; Cryptococcal fungaemia; Cryptococcal meningoencephalitis; Aspergillus infection; Bronchopulmonary aspergillosis; Disseminated aspergillosis;
Cerebral aspergillosis; Oesophageal candidiasis; Systemic candida; Candida sepsis; Fungaemia; Histoplasmosis; Histoplasmosis disseminated; Pulmonary histoplasmosis;
Acute pulmonary histoplasmosis; Coccidioidomycosis; Disseminated coccidioidomycosis; Blastomycosis; Pulmonary blastomycosis; Mucormycosis; Pulmonary mucormycosis;
Rhinocerebral mucormycosis; Fusarium infection; Scedosporium infection; Sporotrichosis; Nocardiosis; Pulmonary nocardiosis; Cerebral nocardiosis; Listeriosis;
Listeria sepsis; Meningitis listeria; Legionella infection; Pneumonia legionella; Salmonella sepsis; Bartonellosis; Cytomegalovirus infection;
Cytomegalovirus infection reactivation; Cytomegalovirus colitis; Cytomegalovirus viraemia; Cytomegalovirus chorioretinitis; Pneumonia cytomegaloviral;
Encephalitis cytomegalovirus; Cytomegalovirus hepatitis; Cytomegalovirus gastritis; Jc virus infection; Progressive multifocal leukoencephalopathy; Bk virus infection;
Polyomavirus-associated nephropathy; Human herpesvirus 6 encephalitis; Toxoplasmosis; Cerebral toxoplasmosis; Eye infection toxoplasmal; Strongyloidiasis;
Disseminated strongyloidiasis; Leishmaniasis; Visceral leishmaniasis; Atypical mycobacterial infection; Atypical mycobacterial pneumonia;
Mycobacterium avium complex infection; Disseminated mycobacterium avium complex infection; Mycobacterium abscessus infection; Mycobacterium chelonae infection;
Mycobacterium kansasii infection; Mycobacterial infection
# opportunistic_infection broad 14 flat serious
Oropharyngeal candidiasis; Oral candidiasis; Candida infection; Epstein-barr virus infection; Epstein-barr virus infection reactivation; Cryptosporidiosis infection
# tuberculosis core 9 steep serious
Tuberculosis; Pulmonary tuberculosis; Disseminated tuberculosis; Extrapulmonary tuberculosis; Lymph node tuberculosis; Tuberculosis of peripheral lymph nodes;
Tuberculosis of intrathoracic lymph nodes; Tuberculous pleurisy; Meningitis tuberculous; Tuberculosis of central nervous system; Tuberculoma of central nervous system;
Bone tuberculosis; Joint tuberculosis; Peritoneal tuberculosis; Tuberculosis gastrointestinal; Tuberculosis of genitourinary system; Renal tuberculosis;
Cutaneous tuberculosis; Tuberculosis liver; Pericarditis tuberculous; Pulmonary tuberculoma
# tuberculosis broad 6 flat serious
Latent tuberculosis; Mycobacterium tuberculosis complex test positive; Interferon gamma release assay positive; Tuberculin test positive
# nmsc core 36 flat serious
Basal cell carcinoma; Squamous cell carcinoma of skin; Bowen's disease; Skin cancer; Keratoacanthoma; Marjolin's ulcer; Basosquamous carcinoma;
Basosquamous carcinoma of skin; Basal cell carcinoma metastatic; Skin squamous cell carcinoma metastatic; Skin squamous cell carcinoma recurrent; Skin cancer metastatic;
Neuroendocrine carcinoma of the skin; Sebaceous carcinoma; Carcinoma in situ of skin; Lip squamous cell carcinoma
# nmsc broad 14 flat serious
Squamous cell carcinoma; Neoplasm skin; Actinic keratosis
# malignancy_excl_nmsc core 190 flat serious
Lung neoplasm malignant; Lung adenocarcinoma; Lung cancer metastatic; Non-small cell lung cancer; Non-small cell lung cancer metastatic; Small cell lung cancer;
Squamous cell carcinoma of lung; Breast cancer; Breast cancer female; Breast cancer metastatic; Breast cancer recurrent; Breast cancer stage i; Breast cancer stage ii;
Breast cancer stage iii; Breast cancer stage iv; Invasive ductal breast carcinoma; Prostate cancer; Prostate cancer metastatic; Colon cancer; Colon cancer metastatic;
Colorectal cancer; Colorectal cancer metastatic; Rectal cancer; Pancreatic carcinoma; Pancreatic carcinoma metastatic; Gastric cancer; Oesophageal carcinoma;
Hepatic cancer; Hepatocellular carcinoma; Cholangiocarcinoma; Bladder cancer; Transitional cell carcinoma; Renal cancer; Renal cell carcinoma; Ovarian cancer;
Cervix carcinoma; Uterine cancer; Endometrial cancer; Thyroid cancer; Papillary thyroid cancer; Head and neck cancer; Throat cancer;
Squamous cell carcinoma of the tongue; Brain neoplasm malignant; Glioblastoma; Malignant melanoma; Malignant melanoma in situ; Metastatic malignant melanoma; Lymphoma;
Non-hodgkin's lymphoma; Hodgkin's disease; B-cell lymphoma; Diffuse large b-cell lymphoma; Follicular lymphoma; T-cell lymphoma; Peripheral t-cell lymphoma unspecified;
Cutaneous t-cell lymphoma; Hepatosplenic t-cell lymphoma; Central nervous system lymphoma; Epstein-barr virus associated lymphoma;
Post transplant lymphoproliferative disorder; Lymphoproliferative disorder; Epstein-barr virus associated lymphoproliferative disorder; Leukaemia; Acute leukaemia;
Acute myeloid leukaemia; Chronic lymphocytic leukaemia; Plasma cell myeloma; Myelodysplastic syndrome; Kaposi's sarcoma; Sarcoma; Adenocarcinoma; Neoplasm malignant;
Metastatic neoplasm; Malignant neoplasm progression; Metastases to bone; Metastases to liver; Metastases to lung; Metastases to lymph nodes;
Metastases to central nervous system
# malignancy_excl_nmsc broad 20 flat serious
Neoplasm; Neoplasm progression; Lung neoplasm; Leukaemia recurrent; Squamous cell carcinoma
# gi_perforation core 22 flat serious
Gastrointestinal perforation; Intestinal perforation; Large intestine perforation; Small intestinal perforation; Duodenal perforation; Gastric perforation;
Ileal perforation; Jejunal perforation; Rectal perforation; Oesophageal perforation; Diverticular perforation; Diverticulitis intestinal perforated;
Appendicitis perforated; Duodenal ulcer perforation; Gastric ulcer perforation; Peptic ulcer perforation; Intestinal ulcer perforation;
Large intestinal ulcer perforation; Small intestinal ulcer perforation; Ileal ulcer perforation; Jejunal ulcer perforation; Gastrointestinal ulcer perforation;
Oesophageal ulcer perforation; Anastomotic ulcer perforation; Upper gastrointestinal perforation; Lower gastrointestinal perforation;
Duodenal ulcer perforation, obstructive; Gastric ulcer perforation, obstructive; Peptic ulcer perforation, obstructive; Perforated ulcer;
Procedural intestinal perforation
# gi_perforation broad 22 flat serious
Peritonitis; Peritonitis bacterial; Abdominal abscess; Pneumoperitoneum; Gastrointestinal anastomotic leak; Colonic fistula; Gastrointestinal fistula; Abdominal sepsis;
Diverticulitis; Peritoneal perforation; Abdominal hernia perforation
# hbv_reactivation core 2 flat serious
Hepatitis b reactivation
# hbv_reactivation broad 5 flat serious
Hepatitis b; Acute hepatitis b; Chronic hepatitis b; Hepatitis b dna increased; Hepatitis b dna assay positive; Hbv-dna polymerase increased;
Hepatitis b surface antigen positive; Hepatitis b virus test positive; Hepatitis b antigen positive; Hepatitis b e antigen positive; Hepatitis b core antibody positive
# cpk_elevation core 32 steep plain
Blood creatine phosphokinase increased; Blood creatine phosphokinase abnormal; Blood creatine phosphokinase mm increased
# cpk_elevation broad 26 flat plain
Rhabdomyolysis; Exertional rhabdomyolysis; Myopathy; Myopathy toxic; Myositis; Muscle necrosis; Necrotising myositis; Immune-mediated myositis; Myoglobin blood increased;
Myoglobinuria
# acne core 44 steep plain
Acne; Acne cystic; Acne pustular; Acne conglobata; Acne fulminans; Dermatitis acneiform; Acne cosmetica; Acne varioliformis
# acne broad 40 flat plain
Folliculitis; Application site acne; Application site folliculitis; Administration site acne; Rash pustular; Rosacea; Mechanical acne
# hepatic_labs core 150 flat plain
Alanine aminotransferase increased; Aspartate aminotransferase increased; Transaminases increased; Hypertransaminasaemia; Hepatic enzyme increased;
Liver function test increased; Liver function test abnormal; Gamma-glutamyltransferase increased; Blood bilirubin increased; Blood alkaline phosphatase increased;
Alanine aminotransferase abnormal; Aspartate aminotransferase abnormal; Hepatic enzyme abnormal
# hepatic_labs broad 80 flat plain
Hepatic function abnormal; Hyperbilirubinaemia; Drug-induced liver injury; Liver injury; Hepatotoxicity; Hepatocellular injury; Cholestatic liver injury;
Mixed liver injury; Hepatitis; Hepatitis acute; Hepatitis toxic; Hepatic cytolysis; Cholestasis; Jaundice; Ocular icterus; Hepatic failure; Acute hepatic failure
# lipid_labs core 45 flat plain
Blood cholesterol increased; Low density lipoprotein increased; High density lipoprotein increased; Blood triglycerides increased; Hypercholesterolaemia; Hyperlipidaemia;
Dyslipidaemia; Hypertriglyceridaemia; Lipids increased; Non-high-density lipoprotein cholesterol increased; Total cholesterol/hdl ratio increased
# lipid_labs broad 4 flat plain
Blood cholesterol abnormal; Low density lipoprotein abnormal; Lipids abnormal; Primary hypercholesterolaemia
# haem_labs_cytopenia core 340 flat plain
Neutropenia; Neutrophil count decreased; Neutrophil percentage decreased; Febrile neutropenia; Neutropenic sepsis; Agranulocytosis; Granulocytopenia; Lymphopenia;
Lymphocyte count decreased; Lymphocyte percentage decreased; Leukopenia; White blood cell count decreased; Anaemia; Haemoglobin decreased; Red blood cell count decreased;
Haematocrit decreased; Thrombocytopenia; Platelet count decreased; Pancytopenia; Cytopenia; Bicytopenia; Bone marrow failure; Myelosuppression; Aplastic anaemia
# haem_labs_cytopenia broad 14 flat plain
Thrombocytosis; Platelet count increased
# mace_cv_death core 32 flat often_fatal
Cardiac arrest; Cardio-respiratory arrest; Sudden death!; Cardiac death!; Sudden cardiac death!
# mace_cv_death broad 50 flat serious
Cardiogenic shock; Ventricular fibrillation; Pulseless electrical activity; Cardiac failure acute; Death
# death core 330 steep fatal
Death; Brain death
# death broad 24 flat fatal
Completed suicide; Foetal death; Death neonatal; Stillbirth
""";
}
