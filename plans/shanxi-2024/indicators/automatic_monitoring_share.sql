-- zh: 安装联网自动监控的涉气企业比例
-- en: share of the enterprises with emissions to air that have connected automatic monitoring
-- unit: %
-- kind: registered
SELECT f.region, f.key,
       CASE WHEN max(CASE WHEN f.permit_kind IN ('key', 'simplified', 'registered') AND f.has_air_emission AND NOT f.closed THEN 1 ELSE 0 END) = 0 THEN NULL
            WHEN max(CASE WHEN d.connected THEN 1 ELSE 0 END) = 1 THEN 1
            WHEN max(CASE WHEN d.key IS NOT NULL AND d.connected IS NULL THEN 1 ELSE 0 END) = 1 THEN NULL
            ELSE 0 END AS part,
       1 AS whole
FROM facility f LEFT JOIN monitoring_device d ON d.facility_key = f.key
WHERE (f.permit_kind IN ('key', 'simplified', 'registered') AND f.has_air_emission AND NOT f.closed) IS NOT FALSE
GROUP BY f.region, f.key
