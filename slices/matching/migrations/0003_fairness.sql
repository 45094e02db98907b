-- What fairness and even loads cost; steps from one set of rules to another.

alter table round add column price text;
alter table round_step add column broken integer not null default 0;
alter table round_step add column rules text;
