-- zh: 有油烟治理设施的餐饮服务单位实施第三方运维管理及在线监控的比例
-- en: share of the catering sites with treatment that a third party runs and that are monitored online
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN treatment_installed AND third_party_operated AND online_monitored THEN 1
            WHEN treatment_installed AND NOT (third_party_operated AND online_monitored) THEN 0 END AS part,
       1 AS whole
FROM catering_site
WHERE treatment_installed IS NOT FALSE
