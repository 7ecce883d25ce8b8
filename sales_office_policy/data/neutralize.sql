-- a copy of the database writes to nobody's group, and answers no calendar link
UPDATE sales_office_robot SET active = false, host = NULL, sealed_address = NULL, sealed_secret = NULL, is_signed = false;
DELETE FROM sales_office_calendar_feed;
