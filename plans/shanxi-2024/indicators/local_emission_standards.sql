-- zh: 方案印发以来焦化、水泥、煤制氮肥等行业制修订的地方大气污染物排放标准数
-- en: local emission standards made or revised since the plan was issued
-- unit: 项
-- kind: registered
SELECT region, key,
       CASE WHEN air_emission AND issued_on >= DATE '2024-03-22' AND issued_on <= $as_of THEN 1
            WHEN NOT (air_emission AND issued_on >= DATE '2024-03-22' AND issued_on <= $as_of) THEN 0 END AS part
FROM local_standard
