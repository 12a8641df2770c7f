INSERT INTO sheet_search (sheet_search) VALUES ('delete-all');
DELETE FROM sheet_text;
DELETE FROM sheet;
DELETE FROM register_item;
DELETE FROM setting;
DELETE FROM number;
DELETE FROM case_row;
DELETE FROM case_clock;
DELETE FROM sheet_source;
