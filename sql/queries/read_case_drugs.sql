SELECT d.report_id AS ReportId, d.sequence AS Sequence, d.role AS Role, d.drug_name_id AS NameId, n.name AS Name, n.ingredient AS Ingredient, d.route AS Route,
       d.dechallenge AS Dechallenge, d.rechallenge AS Rechallenge
FROM jaksignals.report_drug AS d
JOIN jaksignals.drug_name AS n ON n.drug_name_id = d.drug_name_id
WHERE d.report_id IN @ids
ORDER BY d.report_id, d.sequence
