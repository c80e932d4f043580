-- Records of this load's reports that a report of higher rank replaces (FDA's rule: latest receipt, then highest number),
-- among everything the store holds. Ties between loads go by quarter, then digest, so that the order of loading never matters.
SELECT COUNT(*) AS Reports, COALESCE(SUM(r.drug_rows), 0) AS Drugs, COALESCE(SUM(r.event_rows), 0) AS Events,
       COALESCE(SUM(r.outcome_rows), 0) AS Outcomes, COALESCE(SUM(r.source_rows), 0) AS ReportSources,
       COALESCE(SUM(r.therapy_rows), 0) AS Therapies, COALESCE(SUM(r.indication_rows), 0) AS Indications
FROM report AS r
JOIN source_load AS rl ON rl.load_id = r.load_id
WHERE r.report_id BETWEEN @first AND @last
  AND EXISTS (SELECT 1
              FROM report AS o
              JOIN source_load AS ol ON ol.load_id = o.load_id
              WHERE o.case_key = r.case_key AND o.source = r.source AND o.report_id <> r.report_id
                AND (COALESCE(o.received_on, 0), o.report_number, o.version, COALESCE(ol.period, ''), ol.digest)
                  > (COALESCE(r.received_on, 0), r.report_number, r.version, COALESCE(rl.period, ''), rl.digest))
