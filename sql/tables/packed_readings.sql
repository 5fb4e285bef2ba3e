-- grain: report_id (its cells as lists, in the order of its form)
CREATE TABLE IF NOT EXISTS packed_readings (
    report_id UUID NOT NULL,
    agency_id VARCHAR NOT NULL,
    fiscal_year INTEGER NOT NULL,
    form VARCHAR NOT NULL,
    cell_values BIGINT[] NOT NULL,
    cell_statuses UTINYINT[] NOT NULL,
    cell_raws VARCHAR[] NOT NULL,
    cell_lines INTEGER[] NOT NULL,
    cell_tables SMALLINT[],
    cell_rows SMALLINT[],
    money_units VARCHAR[]
);

COMMENT ON TABLE packed_readings IS
'Storage of the three figure relations, which unpack it: each list runs parallel to the cells of the form.';
COMMENT ON COLUMN packed_readings.report_id IS 'The report.';
COMMENT ON COLUMN packed_readings.agency_id IS 'Its agency.';
COMMENT ON COLUMN packed_readings.fiscal_year IS 'Its year.';
COMMENT ON COLUMN packed_readings.form IS 'Its form.';
COMMENT ON COLUMN packed_readings.cell_values IS 'Counts as they are, money in fen.';
COMMENT ON COLUMN packed_readings.cell_statuses IS 'Place of the status in status_code, from 0.';
COMMENT ON COLUMN packed_readings.cell_raws IS 'Printed text; NULL where the value or the blank status says it.';
COMMENT ON COLUMN packed_readings.cell_lines IS '1-based line of each cell.';
COMMENT ON COLUMN packed_readings.cell_tables IS '1-based table of each cell, where the format has tables.';
COMMENT ON COLUMN packed_readings.cell_rows IS '1-based row in that table.';
COMMENT ON COLUMN packed_readings.money_units IS 'Unit found for each money cell, in the order of the form.';
