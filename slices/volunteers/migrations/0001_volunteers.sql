-- Volunteers: their cards and qualifications, shifts and who takes them, swaps, certificates, lists of another platform.

create table volunteer (
    id text primary key,
    person text,
    name text not null,
    phone text,
    receipt text not null,
    unit text not null,
    born integer,
    skills text not null,
    languages text not null,
    about text not null,
    guardian text not null,
    guardian_phone text,
    guardian_agreed_at bigint,
    consented_at bigint not null,
    state text not null,
    until bigint,
    since bigint not null
);
create unique index volunteer_by_person on volunteer (person) where person is not null;
create unique index volunteer_by_receipt on volunteer (receipt);
create index volunteer_pending on volunteer (until) where state = 'pending';

create table volunteer_qualification (
    id text primary key,
    volunteer text not null,
    kind text not null,
    number text not null,
    issuer text not null,
    valid_from integer,
    valid_to integer,
    seen_at bigint,
    seen_by text
);
create index volunteer_qualification_by_volunteer on volunteer_qualification (volunteer, kind);

create table shift (
    id text primary key,
    activity text,
    unit text not null,
    keeper text,
    duty text not null,
    role text not null,
    about text not null,
    place bigint,
    venue text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    needed integer not null,
    taken integer not null,
    turns integer not null,
    skills text not null,
    languages text not null,
    qualifications text not null,
    least_age integer not null,
    way text not null,
    cut_off bigint not null,
    tolerance integer not null,
    code text not null,
    state text not null,
    reason text,
    check (taken >= 0 and taken <= needed)
);
create index shift_by_start on shift (starts_at);
create index shift_by_activity on shift (activity, starts_at) where activity is not null;
create index shift_by_keeper on shift (keeper, starts_at) where keeper is not null;

create table signup (
    id text primary key,
    shift text not null,
    volunteer text not null,
    person text not null,
    state text not null,
    turn integer not null,
    accompanied integer not null,
    in_at bigint,
    in_how text,
    out_at bigint,
    out_how text,
    minutes integer,
    since bigint not null
);
-- A person is at a shift once.
create unique index signup_once on signup (shift, person);
create index signup_by_person on signup (person);
create index signup_line on signup (shift, turn) where state = 'waiting';

create table shift_swap (
    id text primary key,
    receipt text not null,
    signup text not null,
    shift text not null,
    person text not null,
    wanted text,
    state text not null,
    since bigint not null
);
create unique index shift_swap_by_receipt on shift_swap (receipt);
create index shift_swap_by_signup on shift_swap (signup);

create table service_certificate (
    id text primary key,
    number text not null,
    person text not null,
    kind text not null,
    first_day integer not null,
    last_day integer not null,
    position bigint not null,
    shows text not null,
    facts text not null,
    issued_at bigint not null,
    revoked_at bigint,
    reason text
);
create unique index service_certificate_by_number on service_certificate (number);
create index service_certificate_by_person on service_certificate (person, issued_at);

create table volunteer_reconciliation (
    id text primary key,
    name text not null,
    first_day integer not null,
    last_day integer not null,
    at bigint not null,
    rows text not null
);
