-- grain: region_code, valid_from
CREATE OR REPLACE TABLE regions AS
SELECT
    code AS region_code,
    name,
    level,
    nullif(parent, '') AS parent_code,
    nullif(valid_from, '')::INTEGER AS valid_from,
    nullif(valid_to, '')::INTEGER AS valid_to,
    nullif(split_part(pinyin, ' ', 1), '') AS pinyin
FROM reference.places
ORDER BY region_code, valid_from;

COMMENT ON TABLE regions IS 'Places with their GB/T 2260 codes, past and present.';
COMMENT ON COLUMN regions.region_code IS 'GB/T 2260 code.';
COMMENT ON COLUMN regions.name IS 'Name of the place.';
COMMENT ON COLUMN regions.level IS 'province, prefecture or county.';
COMMENT ON COLUMN regions.parent_code IS 'Code of the place it lies in; NULL for a province.';
COMMENT ON COLUMN regions.valid_from IS 'First year of the code, where known.';
COMMENT ON COLUMN regions.valid_to IS 'Last year of the code; NULL while in force.';
COMMENT ON COLUMN regions.pinyin IS 'Name in Latin letters.';
