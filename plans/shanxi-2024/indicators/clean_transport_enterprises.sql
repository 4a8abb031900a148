-- zh: 列入清洁运输企业名单的企业数
-- en: enterprises on the list of clean transport enterprises
-- unit: 家
-- kind: registered
SELECT region, key, CASE WHEN clean_transport_listed THEN 1 WHEN NOT clean_transport_listed THEN 0 END AS part
FROM transport_enterprise
