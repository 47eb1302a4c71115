-- The list of cases stands due first, those without a deadline last: a page of a whole province is read from here.
create index case_file_due_first on case_file (coalesce(due_at, 'infinity'), id);
