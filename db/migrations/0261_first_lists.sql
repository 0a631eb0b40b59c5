-- Made from the declarations in src/areas/lists/lists by tableSql (src/engines/register/table.ts).
-- 公办机构改革
create table lists.public_reform (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C" not null,
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  way text collate "C" not null check (way in ('enterprise', 'entrusted', 'keptPublic', 'merged')),
  stage text collate "C" not null check (stage in ('assessed', 'planned', 'under', 'filed', 'done')),
  plan_number text,
  assets_fen bigint,
  staff bigint,
  beds bigint,
  kept_for_destitute bigint,
  separate_accounts boolean,
  done_on date,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index public_reform_once on lists.public_reform (district, entry, valid_from) where superseded_at is null;
create index public_reform_name on lists.public_reform (district, name, entry) where superseded_at is null;
create index public_reform_facility on lists.public_reform (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('public_reform');

-- 培训疗养机构转型养老
create table lists.training_sanatorium_convert (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C" not null,
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  former_owner text not null,
  floor_area numeric,
  land_use text,
  decision text collate "C" not null check (decision in ('convert', 'keep', 'open')),
  stage text collate "C" not null check (stage in ('listed', 'transferring', 'converting', 'open')),
  green_channel text,
  planned_beds bigint,
  affordable boolean,
  opened_on date,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index training_sanatorium_convert_once on lists.training_sanatorium_convert (district, entry, valid_from) where superseded_at is null;
create index training_sanatorium_convert_name on lists.training_sanatorium_convert (district, name, entry) where superseded_at is null;
create index training_sanatorium_convert_facility on lists.training_sanatorium_convert (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('training_sanatorium_convert');

-- 闲置社会资源信息
create table lists.idle_resource (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C" not null,
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  kind text collate "C" not null check (kind in ('factory', 'school', 'hospital', 'training', 'publicHousing', 'homestead', 'community', 'office', 'hotel', 'other')),
  address text,
  floor_area numeric not null,
  ownership text collate "C" not null check (ownership in ('state', 'collective', 'private', 'unclear')),
  owner text,
  has_title boolean,
  planning_fits text collate "C" check (planning_fits in ('yes', 'no', 'open')),
  rent_fen_year bigint,
  lease_years bigint check (lease_years <= 50),
  state text collate "C" not null check (state in ('available', 'inTalks', 'converting', 'converted', 'withdrawn')),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index idle_resource_once on lists.idle_resource (district, entry, valid_from) where superseded_at is null;
create index idle_resource_name on lists.idle_resource (district, name, entry) where superseded_at is null;
create index idle_resource_facility on lists.idle_resource (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('idle_resource');

-- 养老服务集团、联盟与综合体
create table lists.service_alliance (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C",
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  kind text collate "C" not null check (kind in ('group', 'alliance', 'chain', 'complex')),
  members bigint,
  member_names text,
  supports text,
  demonstration boolean,
  founded_on date,
  contact text,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index service_alliance_once on lists.service_alliance (district, entry, valid_from) where superseded_at is null;
create index service_alliance_name on lists.service_alliance (district, name, entry) where superseded_at is null;
create index service_alliance_facility on lists.service_alliance (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('service_alliance');

-- 医养设施毗邻建设
create table lists.integrated_colocation (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C" not null,
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  medical_site text not null,
  pairing text collate "C" not null check (pairing in ('communityHealth', 'townshipHospital', 'villageClinic')),
  form text collate "C" not null check (form in ('oneBuilding', 'adjacent')),
  stage text collate "C" not null check (stage in ('proposed', 'building', 'operating')),
  shared_beds bigint,
  agreement_on date,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index integrated_colocation_once on lists.integrated_colocation (district, entry, valid_from) where superseded_at is null;
create index integrated_colocation_name on lists.integrated_colocation (district, name, entry) where superseded_at is null;
create index integrated_colocation_facility on lists.integrated_colocation (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('integrated_colocation');

-- 养老服务供应商
create table lists.service_provider_registry (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C",
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  kind text collate "C" not null check (kind in ('enterprise', 'socialOrganisation', 'property', 'housekeeping', 'medical', 'publicInstitution')),
  services text not null,
  area text,
  qualification text,
  accepts_purchases boolean,
  sites bigint,
  state text collate "C" not null check (state in ('applied', 'verified', 'listed', 'suspended', 'removed')),
  assessed_on date,
  assessment text collate "C" check (assessment in ('excellent', 'good', 'poor')),
  phone text,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index service_provider_registry_once on lists.service_provider_registry (district, entry, valid_from) where superseded_at is null;
create index service_provider_registry_name on lists.service_provider_registry (district, name, entry) where superseded_at is null;
create index service_provider_registry_facility on lists.service_provider_registry (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('service_provider_registry');

-- 养老机构内设医疗机构
create table lists.internal_clinic (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C" not null,
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  kind text collate "C" not null check (kind in ('clinic', 'infirmary', 'nursingStation', 'outpatientDepartment', 'nursingHospital', 'rehabilitationHospital', 'tcmHospital')),
  procedure text collate "C" not null check (procedure in ('filing', 'approval')),
  filed_on date,
  filing_number text,
  doctors bigint,
  nurses bigint,
  insurance boolean,
  one_certificate boolean,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index internal_clinic_once on lists.internal_clinic (district, entry, valid_from) where superseded_at is null;
create index internal_clinic_name on lists.internal_clinic (district, name, entry) where superseded_at is null;
create index internal_clinic_facility on lists.internal_clinic (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('internal_clinic');

-- 智慧养老院与 24 小时安防
create table lists.smart_home_24h (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C" not null,
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  guarded boolean not null,
  cameras bigint,
  bed_alarms bigint,
  fall_alarms bigint,
  connected boolean,
  alarms_last_month bigint,
  handled_last_month bigint,
  checked_on date,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index smart_home_24h_once on lists.smart_home_24h (district, entry, valid_from) where superseded_at is null;
create index smart_home_24h_name on lists.smart_home_24h (district, name, entry) where superseded_at is null;
create index smart_home_24h_facility on lists.smart_home_24h (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('smart_home_24h');

-- 老旧小区养老设施补足
create table lists.old_community_fill (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C" not null,
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  required numeric not null,
  held numeric not null,
  way text collate "C" check (way in ('purchase', 'swap', 'lease', 'buyback', 'reclaim', 'merge')),
  stage text collate "C" not null check (stage in ('surveyed', 'chosen', 'secured', 'fitted', 'inUse')),
  due_on date,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index old_community_fill_once on lists.old_community_fill (district, entry, valid_from) where superseded_at is null;
create index old_community_fill_name on lists.old_community_fill (district, name, entry) where superseded_at is null;
create index old_community_fill_facility on lists.old_community_fill (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('old_community_fill');

-- 小区适老化与无障碍改造
create table lists.community_adaptation (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C" not null,
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  households bigint,
  ramps bigint,
  handrails bigint,
  seats bigint,
  lifts bigint,
  stage text collate "C" not null check (stage in ('planned', 'designed', 'under', 'accepted')),
  accepted_on date,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index community_adaptation_once on lists.community_adaptation (district, entry, valid_from) where superseded_at is null;
create index community_adaptation_name on lists.community_adaptation (district, name, entry) where superseded_at is null;
create index community_adaptation_facility on lists.community_adaptation (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('community_adaptation');

-- 失智老年人护理专区
create table lists.dementia_unit (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C" not null,
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  beds bigint not null,
  specialists bigint,
  adapted boolean,
  wander_guard boolean,
  stage text collate "C" not null check (stage in ('applied', 'building', 'accepted', 'open')),
  opened_on date,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index dementia_unit_once on lists.dementia_unit (district, entry, valid_from) where superseded_at is null;
create index dementia_unit_name on lists.dementia_unit (district, name, entry) where superseded_at is null;
create index dementia_unit_facility on lists.dementia_unit (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('dementia_unit');

-- 机构带中心站点进家庭
create table lists.centre_to_home_chain (
  district text collate "C" not null,
  entry uuid not null,
  id uuid not null,
  name text not null,
  township text collate "C",
  village text collate "C",
  facility_id uuid,
  organisation text collate "C",
  centres bigint not null,
  stations bigint not null,
  households bigint,
  visits_last_month bigint,
  services text,
  contract_from date,
  contract_until date,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  recorded_by text not null,
  source text not null,
  example boolean not null,
  primary key (district, id)
);
create unique index centre_to_home_chain_once on lists.centre_to_home_chain (district, entry, valid_from) where superseded_at is null;
create index centre_to_home_chain_name on lists.centre_to_home_chain (district, name, entry) where superseded_at is null;
create index centre_to_home_chain_facility on lists.centre_to_home_chain (district, facility_id) where superseded_at is null and facility_id is not null;
select lists.keep('centre_to_home_chain');
