-- Records of this load's reports that a report of higher rank replaces (FDA's rule: latest receipt, then highest number),
-- among everything the store holds. Ties between loads go by quarter, then digest, so that the order of loading never matters.
SELECT COUNT(*) AS Reports, COALESCE(SUM(r.drug_rows), 0) AS Drugs, COALESCE(SUM(r.event_rows), 0) AS Events,
       COALESCE(SUM(r.outcome_rows), 0) AS Outcomes, COALESCE(SUM(r.source_rows), 0) AS ReportSources,
       COALESCE(SUM(r.therapy_rows), 0) AS Therapies, COALESCE(SUM(r.indication_rows), 0) AS Indications
FROM jaksignals.report AS r
JOIN jaksignals.source_load AS rl ON rl.load_id = r.load_id
WHERE r.report_id BETWEEN @first AND @last AND r.unreadable = 0     -- a record in quarantine has its fate already
  AND EXISTS (SELECT 1
              FROM jaksignals.report AS o
              JOIN jaksignals.source_load AS ol ON ol.load_id = o.load_id
              WHERE o.case_key = r.case_key AND o.source = r.source AND o.report_id <> r.report_id
                AND (COALESCE(o.received_on, 0) > COALESCE(r.received_on, 0)
                  OR COALESCE(o.received_on, 0) = COALESCE(r.received_on, 0)
                 AND (o.report_number > r.report_number
                  OR o.report_number = r.report_number
                 AND (o.version > r.version
                  OR o.version = r.version
                 AND (COALESCE(ol.period, '') > COALESCE(rl.period, '')
                  OR COALESCE(ol.period, '') = COALESCE(rl.period, '') AND ol.digest > rl.digest)))))
