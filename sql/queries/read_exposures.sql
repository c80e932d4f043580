-- A cohort is read from the newest load that has it: a table of cohorts that comes again, corrected or longer, replaces the older one.
SELECT e.cohort AS Cohort, e.drug AS Drug, e.dose AS Dose, e.indication AS Indication, e.event_class AS EventClass, e.events AS Events,
       e.patients AS Patients, e.patient_years AS PatientYears, e.period_start AS PeriodStart, e.period_end AS PeriodEnd, e.kind AS Kind,
       e.source AS Source, e.load_id AS LoadId
FROM jaksignals.exposure AS e
ORDER BY e.exposure_id
