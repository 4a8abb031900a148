-- zh: 近12个月大宗货物中长距离运输中铁路运输占比(按货运量)
-- en: share by mass of rail in the bulk goods moved over medium and long distances in twelve months
-- unit: %
-- kind: registered
SELECT h.region, h.key,
       CASE WHEN f.moved_on IS NULL THEN NULL
            WHEN h.outcome = 'satisfied' THEN f.mass_t
            WHEN h.outcome = 'lacking' THEN 0 END AS part,
       CASE WHEN f.moved_on IS NOT NULL THEN f.mass_t END AS whole
FROM hit h JOIN freight_flow f ON f.key = h.key
WHERE h.rule = 'B049' AND h.outcome IN ('satisfied', 'lacking', 'undetermined')
  AND ((f.moved_on > $as_of - INTERVAL '1 year' AND f.moved_on <= $as_of) OR f.moved_on IS NULL)
