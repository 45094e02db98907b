-- Plans of the year: documents they come from, lines, tasks, targets, evidence, approved versions.

create table plan (
    id text primary key,
    year integer not null unique,
    title text not null,
    unit text not null,
    announced_lines integer
);

create table plan_version (
    plan text not null,
    number integer not null,
    approved_at bigint not null,
    signer text not null,
    content text not null,
    primary key (plan, number)
);

create table document (
    id text primary key,
    plan text not null,
    file bytea not null,
    name text not null,
    title text not null,
    outline text not null,
    uploaded_at bigint not null
);
create index document_by_plan on document (plan);

create table clause_taken (
    document text not null,
    clause text not null,
    became text not null,
    noun text,
    primary key (document, clause)
);

create table plan_line (
    id text primary key,
    plan text not null,
    number integer not null,
    name text not null,
    goal text not null,
    unique (plan, number)
);

create table task (
    id text primary key,
    plan text not null,
    line text not null,
    number integer not null,
    name text not null,
    text text not null,
    document text,
    clause text,
    programme text,
    lead text not null,
    owner text,
    due integer,
    stage text not null,
    stage_on integer,
    stage_by text,
    stage_note text,
    carried_from text
);
create index task_by_plan on task (plan, line, number);
create index task_by_lead on task (lead, stage);
create index task_by_owner on task (owner, stage);
create index task_by_programme on task (programme);

create table task_support (
    task text not null,
    unit text not null,
    primary key (task, unit)
);

create table task_target (
    id text primary key,
    task text not null,
    indicator text not null,
    target bigint not null,
    unique (task, indicator)
);

create table task_note (
    id text primary key,
    task text not null,
    at bigint not null,
    person text,
    kind text not null,
    text text not null
);
create index task_note_by_task on task_note (task, id);

create table task_evidence (
    id text primary key,
    task text not null,
    position integer,
    file bytea,
    name text not null,
    at bigint not null
);
create index task_evidence_by_task on task_evidence (task, id);
