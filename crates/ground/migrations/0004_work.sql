-- Work that goes on behind the pages: jobs, notices, and files on their way to the store.

create table job (
    id text primary key,
    kind text not null,
    payload text not null,
    due_at bigint not null,
    attempts integer not null,
    claimed_until bigint,
    failed_at bigint,
    error text
);
create index job_by_due on job (failed_at, due_at);

create table notice (
    id text primary key,
    person text not null,
    text text not null,
    blanks text not null,
    href text not null,
    told_at bigint not null,
    read_at bigint
);
create index notice_by_person on notice (person, id);

create table file (
    hash bytea primary key,
    size bigint not null,
    stored_at bigint,
    pending bytea
);
