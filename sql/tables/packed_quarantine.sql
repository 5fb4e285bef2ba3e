-- grain: report_id (figures of a report in quarantine as lists, in the order of its form)
CREATE TABLE IF NOT EXISTS packed_quarantine (
    report_id UUID NOT NULL,
    form VARCHAR NOT NULL,
    cell_values BIGINT[] NOT NULL,
    cell_statuses UTINYINT[] NOT NULL,
    cell_raws VARCHAR[] NOT NULL,
    cell_lines INTEGER[] NOT NULL,
    cell_tables SMALLINT[],
    cell_rows SMALLINT[],
    money_units VARCHAR[]
);

COMMENT ON TABLE packed_quarantine IS 'Storage of quarantined_figures, packed as packed_readings is.';
COMMENT ON COLUMN packed_quarantine.report_id IS 'Row of quarantine it belongs to.';
COMMENT ON COLUMN packed_quarantine.form IS 'The form of its tables.';
COMMENT ON COLUMN packed_quarantine.cell_values IS 'Counts as they are, money in fen.';
COMMENT ON COLUMN packed_quarantine.cell_statuses IS 'Place of the status in status_code, from 0.';
COMMENT ON COLUMN packed_quarantine.cell_raws IS 'Printed text; NULL where the value or the blank status says it.';
COMMENT ON COLUMN packed_quarantine.cell_lines IS '1-based line of each cell.';
COMMENT ON COLUMN packed_quarantine.cell_tables IS '1-based table of each cell, where the format has tables.';
COMMENT ON COLUMN packed_quarantine.cell_rows IS '1-based row in that table.';
COMMENT ON COLUMN packed_quarantine.money_units IS 'Unit found for each money cell, in the order of the form.';
