-- While a code is awaited, a ticket stands in the page's address in place of the telephone.
alter table one_time_code add column ticket text not null default '';
create index one_time_code_by_ticket on one_time_code (ticket);
