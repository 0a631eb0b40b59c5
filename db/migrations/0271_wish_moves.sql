-- A file that moves to another district takes its wish along: the rows are written anew and the old ones removed.
grant delete on residency.central_care_wish to yiyang_system;
