# Importing: what came of each file, defects and doubts.

import-title = Import of { $count } files
import-defects-title = What could not be read, by reason
import-mappings-title = Mappings at hand
import-warning = Doubt about { $file }: { $doubt } ({ $rows } of { $of } rows)
import-unreadable = The file cannot be opened or read: { $cause }. Check the path and the rights.
import-empty = The file is empty: nothing to import. Check that the download is complete.
import-not-text = The file is { $kind }, not text. Save it as CSV first.
import-no-mapping = No mapping fits. The file's columns: { $found }. The nearest mapping: { $near }. Write a mapping (TOML) and name it with --mapping.
import-several-mappings = More than one mapping fits: { $mappings }. Choose with --mapping.
import-missing-column = Column "{ $column }", which mapping { $mapping } needs, is absent. The file's columns: { $found }. { $near ->
    [""] { "" }
   *[other] Is it "{ $near }"?
}
import-no-value-column = Not one concentration column of mapping { $mapping } is there. The file's columns: { $found }.
import-repeated-column = Column "{ $column }" occurs more than once, so which one is meant cannot be known; rename the other.
import-override-length = Mapping { $mapping } states a header of { $expected } columns, but the file has { $found }.
import-disk-full = The disk is full; this file was not written, those before it are whole. Make room and import again. ({ $cause })
import-lake-failed = The lake could not take it: { $cause }
progress-import = importing …
progress-imported = imported { $done }/{ $total }: { $file }
outcome-imported = imported
outcome-before = imported before, nothing changed
outcome-dry-run = checked only, not written
outcome-failed = not imported
note-simulated = These are simulated data, not measurements.
note-own-mapping = For data of your own write a mapping (TOML); crates/observe/mappings/README.md has the format.
note-defects-kept = Each defect is kept in table defect with its raw text; the other rows were imported.
failure-mapping = The mapping file { $file } is wrong.
    .hint = crates/observe/mappings/README.md has the format.
failure-mapping-unknown = There is no mapping "{ $text }", and no such file.
    .hint = Mappings at hand: { $known }.
defect-unknown_site = names no known region; rows are kept under the name
defect-missing_site = no station or city; the row was left out
defect-not_a_number = not a number, nor an agreed word for missing; taken as missing
defect-negative = negative; taken as missing
defect-too_precise = more decimals than can be kept; taken as missing
defect-out_of_range = larger than can be kept; taken as missing
defect-not_a_direction = not a wind direction; taken as missing
defect-bad_date = not a date of the calendar; the row was left out
defect-bad_hour = not an hour of the day; the row was left out
defect-wrong_field_count = not as many fields as the header; the row was left out
defect-duplicate = repeats an earlier row; left out
defect-conflicting_duplicate = same site and time as an earlier row but other values; the first stays
defect-truncated_gzip = the gzip stream ends too soon; the rows before were imported
defect-corrupt_gzip = the gzip stream is damaged; the rows before were imported
defect-read_stopped = reading broke off; the rows before were imported
defect-invalid_utf8 = has bytes that are not in its encoding
defect-missing_column = is absent; its values are missing
