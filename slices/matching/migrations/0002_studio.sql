-- Drafts step by step, letters of intent.

alter table round add column version integer not null default 0;

create table round_step (
    round text not null,
    version integer not null,
    act text not null,
    need text,
    slot integer,
    expert text,
    objective_before bigint,
    objective bigint not null,
    filled_before integer,
    filled integer not null,
    moved integer not null,
    changes text not null,
    primary key (round, version)
);

create table letter (
    id text primary key,
    round text not null,
    side text not null,
    expert text not null,
    village bigint not null,
    since integer not null,
    withdrawn_on integer
);
create index letter_by_round on letter (round, withdrawn_on);
create index letter_by_expert on letter (expert);
create index letter_by_village on letter (village);
