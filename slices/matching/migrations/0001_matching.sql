-- Villages and their needs, experts, techniques, rounds, posts, visits, techniques in use, imports.

create table village (
    code bigint primary key,
    households integer,
    crops text not null,
    note text not null,
    weak integer not null,
    contact text
);
create index village_by_contact on village (contact);

create table need (
    id text primary key,
    village bigint not null,
    programme text,
    disciplines text not null,
    title text not null,
    text text not null,
    from_month integer,
    to_month integer,
    withdrawn_on integer,
    batch text
);
create index need_by_village on need (village);
create index need_by_batch on need (batch);

create table expert (
    id text primary key,
    person text not null unique,
    discipline text not null,
    second text,
    level text not null,
    unit text,
    home bigint,
    max_posts integer not null,
    from_month integer,
    to_month integer,
    paused_on integer,
    batch text
);
create index expert_by_batch on expert (batch);

create table technique (
    id text primary key,
    name text not null unique,
    discipline text not null,
    crop text not null,
    safety text not null,
    source text not null,
    state text not null,
    since integer,
    trial_place bigint,
    trial_season text,
    reason text
);

create table round (
    id text primary key,
    programme text,
    year integer not null,
    name text not null,
    unit text not null,
    rules text not null,
    state text not null,
    since integer,
    until_day integer,
    objective bigint,
    bound bigint
);

create table round_pair (
    round text not null,
    need text not null,
    slot integer not null,
    expert text not null,
    kind text not null,
    primary key (round, need, slot, expert)
);

create table round_slot (
    round text not null,
    need text not null,
    slot integer not null,
    expert text,
    score integer,
    parts text,
    reason text,
    primary key (round, need, slot)
);

create table round_idle (
    round text not null,
    expert text not null,
    reason text not null,
    primary key (round, expert)
);

create table post (
    id text primary key,
    round text not null,
    need text not null,
    slot integer not null,
    village bigint not null,
    expert text not null,
    programme text,
    state text not null,
    since integer not null,
    until_day integer,
    expert_said integer,
    village_said integer,
    side text,
    words text,
    mark integer,
    grade text,
    replaces text
);
create index post_by_round on post (round);
create index post_by_expert on post (expert, state);
create index post_by_village on post (village, state);
create index post_by_need on post (need);

create table visit (
    id text primary key,
    post text,
    programme text,
    expert text not null,
    village bigint not null,
    happened integer not null,
    days integer not null,
    onsite integer not null,
    online integer not null,
    audience text not null,
    is_return integer not null,
    note text not null,
    logged_by text,
    behalf text,
    void_on integer
);
create index visit_by_expert on visit (expert, happened);
create index visit_by_village on visit (village, happened);
create index visit_by_post on visit (post);

create table visit_technique (
    visit text not null,
    technique text not null,
    primary key (visit, technique)
);

create table visit_person (
    visit text not null,
    person text not null,
    primary key (visit, person)
);

create table application (
    id text primary key,
    technique text not null,
    village bigint not null,
    person text not null,
    visit text,
    programme text,
    state text not null,
    since integer not null,
    unique (technique, village, person)
);
create index application_by_person on application (person, state);
create index application_by_technique on application (technique, state);

create table import_batch (
    id text primary key,
    kind text not null,
    name text not null,
    at bigint not null,
    content text not null,
    state text not null,
    made integer not null
);
