-- zh: PM2.5年均浓度
-- en: annual mean PM2.5
-- unit: µg/m³
-- kind: measured
SELECT region, value, valid, expected, complete FROM evaluation WHERE item = 'pm25_mean'
