-- Distinct current cases of every drug-event pair of a stratum, with its margins, in one statement: joins, window functions and group by alone.
--   @counting   number of the set of codes (table counting), which names the run: its as-of date, its loads and its previous run
--   @scope      roles that count: 0 primary suspects, 1 suspects, 2 every drug that was administered (RoleScope)
--   @interacting   narrowest scope that counts an interacting drug: 1 where it is a suspect, 2 where it is not
--   @sex, @age_from, @age_below, @region, @reporter, @serious   the stratum; null for all
-- Gives (drug_code, event_code, cases, and of these the new, serious, fatal, new serious, new fatal and followed-up ones), by drug then event:
-- N stands in the row (-1, -1), the cases of an event in (-1, event_code), those of a drug in (drug_code, -1).
WITH asked AS (
    SELECT n.run_id, CAST(REPLACE(n.as_of, '-', '') AS INT) AS as_of, p.run_id AS previous_run_id, COALESCE(CAST(REPLACE(p.as_of, '-', '') AS INT), 0) AS previous_as_of
    FROM jaksignals.counting AS c
    JOIN jaksignals.run AS n ON n.run_id = c.run_id
    LEFT JOIN jaksignals.run AS p ON p.run_id = n.previous_run_id
    WHERE c.counting_id = @counting
),
-- The loads of both runs. A load that only the previous run saw was withdrawn since. What a list of deleted cases says is known from the end of its quarter.
seen AS (
    SELECT s.load_id, 1 AS by_run, 0 AS by_previous_run FROM asked AS a JOIN jaksignals.run_source AS s ON s.run_id = a.run_id
    UNION ALL
    SELECT s.load_id, 0, 1 FROM asked AS a JOIN jaksignals.run_source AS s ON s.run_id = a.previous_run_id
),
loads AS (
    SELECT l.load_id, l.source, COALESCE(l.period, '') AS period,
           COALESCE(CAST(SUBSTRING(l.period, 1, 4) AS INT) * 10000 + CASE SUBSTRING(l.period, 6, 1) WHEN '1' THEN 331 WHEN '2' THEN 630 WHEN '3' THEN 930 ELSE 1231 END, 0) AS known_on,
           MAX(s.by_run) AS by_run, MAX(s.by_previous_run) AS by_previous_run
    FROM seen AS s
    JOIN jaksignals.source_load AS l ON l.load_id = s.load_id
    GROUP BY l.load_id, l.source, l.period
),
deleted AS (
    SELECT DISTINCT d.case_key
    FROM jaksignals.deleted_case AS d
    JOIN loads AS l ON l.load_id = d.load_id
    CROSS JOIN asked AS a
    WHERE l.by_run = 1 AND l.known_on <= a.as_of
),
deleted_before AS (
    SELECT DISTINCT d.case_key
    FROM jaksignals.deleted_case AS d
    JOIN loads AS l ON l.load_id = d.load_id
    CROSS JOIN asked AS a
    WHERE l.by_previous_run = 1 AND l.known_on <= a.previous_as_of
),
visible AS (
    SELECT r.report_id, l.source, r.case_key, COALESCE(r.received_on, 0) AS received_on, r.report_number, r.version, l.period, l.load_id,
           CASE WHEN l.by_run = 1 AND COALESCE(r.received_on, 0) <= a.as_of THEN 1 ELSE 0 END AS is_seen,
           CASE WHEN l.by_previous_run = 1 AND COALESCE(r.received_on, 0) <= a.previous_as_of THEN 1 ELSE 0 END AS was_seen,
           r.age_years, r.sex, r.country, r.reporter, r.outcomes, r.unreadable
    FROM jaksignals.report AS r
    JOIN loads AS l ON l.load_id = r.load_id
    CROSS JOIN asked AS a
    WHERE COALESCE(r.received_on, 0) <= a.as_of
),
-- Which report counts; the one place in this language that says so, as ReportOrder is in the program's. FDA's rule: latest receipt, then highest number;
-- then version, and between loads that hold the same report the later quarter, then the one loaded later.
ranked AS (
    SELECT v.report_id, v.source, v.case_key, v.is_seen, v.was_seen, v.age_years, v.sex, v.country, v.reporter, v.outcomes, v.unreadable,
           ROW_NUMBER() OVER (PARTITION BY v.source, v.case_key
                              ORDER BY v.received_on DESC, v.report_number DESC, v.version DESC, v.period DESC, v.load_id DESC, v.report_id DESC) AS place
    FROM visible AS v
),
-- The first place among those that the run sees is its current report; the first among those that the previous run saw was that run's.
placed AS (
    SELECT k.report_id, k.source, k.case_key, k.age_years, k.sex, k.country, k.reporter, k.outcomes, k.unreadable, k.place,
           MIN(CASE WHEN k.is_seen = 1 THEN k.place END) OVER (PARTITION BY k.source, k.case_key) AS place_now,
           MIN(CASE WHEN k.was_seen = 1 THEN k.place END) OVER (PARTITION BY k.source, k.case_key) AS place_then
    FROM ranked AS k
),
-- Where the report of then was unreadable, the previous run did not have the case.
told AS (
    SELECT k.report_id, k.source, k.case_key, k.age_years, k.sex, k.country, k.reporter, k.outcomes, k.unreadable, k.place, k.place_now, k.place_then,
           MAX(CASE WHEN k.place = k.place_then THEN k.unreadable ELSE 0 END) OVER (PARTITION BY k.source, k.case_key) AS unread_then
    FROM placed AS k
),
-- A case that the previous run counted by another report is followed up. "<= and >=" instead of "=", because servers take equality for rare and would plan
-- for a handful of cases.
chosen AS (
    SELECT k.report_id,
           CASE WHEN k.outcomes = 0 THEN 0 WHEN k.outcomes % 2 = 0 THEN 1 ELSE 2 END AS severity,
           CASE WHEN k.place_then IS NULL OR k.unread_then = 1 THEN 1 ELSE 0 END AS is_new,
           CASE WHEN k.place_then <> k.place AND k.unread_then = 0 AND b.case_key IS NULL THEN 1 ELSE 0 END AS is_followed_up
    FROM told AS k
    LEFT JOIN deleted AS d ON d.case_key = k.case_key AND k.source = 1
    LEFT JOIN deleted_before AS b ON b.case_key = k.case_key AND k.source = 1
    LEFT JOIN jaksignals.counting_country AS c ON c.counting_id = @counting AND c.country = k.country
    WHERE k.place <= k.place_now AND k.place >= k.place_now AND k.unreadable = 0 AND d.case_key IS NULL
      AND (@sex IS NULL OR k.sex = @sex)
      AND (@age_from IS NULL OR k.age_years >= @age_from)
      AND (@age_below IS NULL OR k.age_years < @age_below)
      AND (@region IS NULL OR COALESCE(c.region, 0) = @region)
      AND (@reporter IS NULL OR CASE k.reporter WHEN 0 THEN 0 WHEN 4 THEN 2 WHEN 5 THEN 2 ELSE 1 END = @reporter)
      AND (@serious IS NULL OR CASE k.outcomes WHEN 0 THEN 0 ELSE 1 END = @serious)
),
uses AS (
    SELECT DISTINCT i.report_id, i.sequence, u.use_code
    FROM jaksignals.report_indication AS i
    JOIN jaksignals.counting_indication AS u ON u.counting_id = @counting AND u.term_id = i.term_id
),
-- Joins written as CROSS JOIN and WHERE keep their order in SQLite, which has no statistics of these tables; elsewhere they are joins like any other.
case_drug AS (
    SELECT DISTINCT c.report_id, n.drug_code, c.severity, c.is_new, c.is_followed_up
    FROM jaksignals.report_drug AS d
    CROSS JOIN chosen AS c
    CROSS JOIN jaksignals.counting_name AS n
    LEFT JOIN uses AS u ON u.report_id = d.report_id AND u.sequence = d.sequence AND u.use_code = n.use_code
    WHERE c.report_id = d.report_id
      AND n.counting_id = @counting AND n.drug_name_id = d.drug_name_id AND n.topical = CASE d.route WHEN 2 THEN 1 ELSE 0 END
      AND CASE d.role WHEN 1 THEN 0 WHEN 2 THEN 1 WHEN 3 THEN @interacting WHEN 5 THEN 3 ELSE 2 END <= @scope
      AND (n.use_code IS NULL OR n.given = CASE WHEN u.report_id IS NULL THEN 0 ELSE 1 END)
),
case_event AS (
    SELECT DISTINCT c.report_id, t.event_code
    FROM jaksignals.report_event AS e
    CROSS JOIN chosen AS c
    CROSS JOIN jaksignals.counting_term AS t
    WHERE c.report_id = e.report_id
      AND t.counting_id = @counting AND t.term_id = e.term_id AND t.severity <= c.severity
)
SELECT d.drug_code, e.event_code, COUNT(*) AS cases, SUM(d.is_new) AS new_cases,
       SUM(CASE WHEN d.severity >= 1 THEN 1 ELSE 0 END) AS serious_cases, SUM(CASE WHEN d.severity = 2 THEN 1 ELSE 0 END) AS fatal_cases,
       SUM(CASE WHEN d.severity >= 1 THEN d.is_new ELSE 0 END) AS new_serious_cases, SUM(CASE WHEN d.severity = 2 THEN d.is_new ELSE 0 END) AS new_fatal_cases,
       SUM(d.is_followed_up) AS followed_up_cases
FROM case_drug AS d
JOIN case_event AS e ON e.report_id = d.report_id
GROUP BY d.drug_code, e.event_code
UNION ALL
SELECT d.drug_code, -1, COUNT(*), 0, 0, 0, 0, 0, 0 FROM case_drug AS d GROUP BY d.drug_code
UNION ALL
SELECT -1, e.event_code, COUNT(*), 0, 0, 0, 0, 0, 0 FROM case_event AS e GROUP BY e.event_code
UNION ALL
SELECT -1, -1, COUNT(*), 0, 0, 0, 0, 0, 0 FROM chosen AS c
ORDER BY 1, 2
