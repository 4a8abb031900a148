-- zh: 重点涉气企业旁路取消或依规保留的比例
-- en: share of the bypasses of key enterprises removed, or kept for safety with monitoring and standby treatment
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B087' AND outcome <> 'not_applicable'
