import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import type { PartyStationDayInput, PartyStationServiceInput } from '../../core/schema.gen';
import { byTime } from '../../core/hours';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { DayRows, HourRows, ServiceRows } from './rows';
import { OpenPartyStationDocument, StationWhereDocument, UpdatePartyStationDocument, type OwnStationFragment } from './stations.gen';

interface Typed {
  organisationId: string;
  communityId?: string;
  name: string;
  address: string;
  hours: { weekdays: number[]; opens: number; closes: number }[];
  days: Partial<PartyStationDayInput>[];
  services: Partial<PartyStationServiceInput>[];
}

interface Asked {
  station: OwnStationFragment | null;
  onClose: () => void;
  onDone: () => void;
}

const FRESH: Partial<Typed> = { hours: [{ weekdays: [1, 2, 3, 4, 5], opens: 540, closes: 1020 }], days: [], services: [{}] };

function typedOf(station: OwnStationFragment): Partial<Typed> {
  const { name, address, days, services, hours } = station;
  return { name, address, hours: byTime(hours), days: [...days], services: [...services], ...(station.community ? { communityId: station.community.id } : {}) };
}

/** A station with all that it publishes, new or changed. */
export default function StationModal({ station, onClose, onDone }: Asked) {
  const { t } = useTranslation('stations');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const where = useData(StationWhereDocument, {});
  const [open, isOpening] = useAct(OpenPartyStationDocument);
  const [update, isUpdating] = useAct(UpdatePartyStationDocument);
  const told = where.kind === 'data' ? where.data.oversight : null;

  const said = ({ name, address, communityId, ...typed }: Typed) => ({
    name,
    address,
    communityId: communityId ?? null,
    hours: typed.hours.flatMap(({ weekdays, opens, closes }) => weekdays.map((weekday) => ({ weekday, opens, closes }))),
    days: (typed.days ?? []).map(({ fallsOn = '', opens, closes, note }) => ({ fallsOn, opens: opens ?? null, closes: closes ?? null, note: note?.trim() || null })),
    services: (typed.services ?? []).map(({ id, nameZh = '', nameEn = '', description = '', weekday, opens, closes }) => ({ id: id ?? null, nameZh, nameEn, description, weekday: weekday ?? null, opens: opens ?? null, closes: closes ?? null })),
  });
  const finish = (name: string): void => {
    void message.success(t('saved', { name }));
    onDone();
  };
  const submit = (typed: Typed): Promise<boolean> =>
    station
      ? act.send(() => update({ input: { stationId: station.id, version: station.version, ...said(typed) } }), (made) => finish(made.name))
      : act.send(() => open({ input: { organisationId: typed.organisationId, openedOn: null, idempotencyKey: key(), ...said(typed) } }), (made) => finish(made.name));

  return (
    <ActModal<Typed> open title={station ? t('editOf', { name: station.name }) : t('open')} submit={t('shared:act.save')} width={720} busy={isOpening || isUpdating} disabled={!told} act={act} initial={station ? typedOf(station) : FRESH} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <div className="pair">
        <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={60} /></Form.Item>
        <Form.Item name="address" label={t('address')} rules={needed(t('address'))}><Input maxLength={120} /></Form.Item>
        {!station && <Form.Item name="organisationId" label={t('organisation')} rules={chosen(t('organisation'))}><Select loading={!told} options={told?.organisations.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? []} /></Form.Item>}
        <Form.Item name="communityId" label={t('community')}><Select allowClear loading={!told} options={told?.communities.edges.map(({ node }) => ({ value: node.id, label: [node.name, node.operatorName].filter(Boolean).join(' · ') })) ?? []} /></Form.Item>
      </div>
      <HourRows />
      <ServiceRows />
      <DayRows />
    </ActModal>
  );
}
