import { App, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { SpaceKind, SpaceMode, SpaceRulesInput } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { Boxes } from '../../desk/groups';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { Bands, CLOCKS } from './Bands';
import { clockOf, KINDS, WEEK } from './kinds';
import { CreateSpaceDocument, UpdateSpaceDocument, type SpacePageQuery } from './spaces.gen';

export type SpaceHere = NonNullable<SpacePageQuery['space']>;

interface Typed extends Pick<SpaceRulesInput, 'capacity' | 'slotMinutes' | 'minMinutes' | 'maxMinutes' | 'bufferBefore' | 'bufferAfter' | 'noticeMinutes' | 'advanceDays' | 'cancelNoticeMinutes' | 'approvalFromMinutes' | 'needsCheckIn' | 'releaseMinutes' | 'audiences' | 'quotas'> {
  communityId: string;
  name: string;
  kind: SpaceKind;
  location: string;
  mode: SpaceMode;
  weekdays: number[];
  opens: number;
  closes: number;
  terms: string;
}

const NUMBERS = ['slotMinutes', 'minMinutes', 'maxMinutes', 'bufferBefore', 'bufferAfter', 'noticeMinutes', 'advanceDays', 'cancelNoticeMinutes', 'approvalFromMinutes'] as const;
const FRESH: Partial<Typed> = { kind: 'ACTIVITY_ROOM', mode: 'EXCLUSIVE', capacity: 20, weekdays: [...WEEK], opens: 480, closes: 1320, slotMinutes: 30, minMinutes: 30, maxMinutes: 240, bufferBefore: 0, bufferAfter: 0, noticeMinutes: 0, advanceDays: 30, cancelNoticeMinutes: 0, needsCheckIn: false, location: '', terms: '', audiences: [{ audience: 'RESIDENT', weekdays: [], opens: 0, closes: 2880 }], quotas: [] };

function typedOf(space: SpaceHere): Partial<Typed> {
  const { name, kind, location, mode, capacity, slotMinutes, minMinutes, maxMinutes, bufferBefore, bufferAfter, noticeMinutes, advanceDays, cancelNoticeMinutes, approvalFromMinutes, needsCheckIn, releaseMinutes } = space;
  const [first] = space.hours;
  const { audiences, quotas } = space;
  return { audiences, quotas, name, kind, location, mode, capacity, slotMinutes, minMinutes, maxMinutes, bufferBefore, bufferAfter, noticeMinutes, advanceDays, cancelNoticeMinutes, approvalFromMinutes: approvalFromMinutes ?? null, needsCheckIn, releaseMinutes: releaseMinutes ?? null, terms: space.terms ?? '', weekdays: [...new Set(space.hours.map((one) => one.weekday))], opens: first?.opens ?? 480, closes: first?.closes ?? 1320 };
}

/** A space with its rules, new or changed; what the form does not show stays as it was. */
export default function SpaceModal({ open, space, onClose }: { open: boolean; space: SpaceHere | null; onClose: () => void }) {
  const { t } = useTranslation('spaces');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [create, isCreating] = useAct(CreateSpaceDocument);
  const [update, isUpdating] = useAct(UpdateSpaceDocument);
  const { communities } = usePlaces();
  const needsCheckIn = Form.useWatch('needsCheckIn', act.form) ?? false;

  function rulesOf({ communityId: _community, name: _name, kind: _kind, location: _location, weekdays, opens, closes, terms, ...rules }: Typed): SpaceRulesInput {
    const kept = space && { isForAllCommunities: space.isForAllCommunities, closedOn: space.closedOn, holdMinutes: space.holdMinutes };
    return { ...kept, ...rules, releaseMinutes: rules.needsCheckIn ? (rules.releaseMinutes ?? null) : null, hours: weekdays.map((weekday) => ({ weekday, opens, closes })), terms: terms || null } as SpaceRulesInput;
  }

  const send = (typed: Typed): Promise<boolean> =>
    space
      ? act.send(() => update({ input: { spaceId: space.id, name: typed.name, kind: typed.kind, location: typed.location, rules: rulesOf(typed) } }), () => {
          void message.success(t('saved'));
          onClose();
        })
      : act.send(() => create({ input: { idempotencyKey: key(), communityId: typed.communityId, name: typed.name, kind: typed.kind, location: typed.location, rules: rulesOf(typed) } }), (made) => {
          void message.success(t('created', { name: made.name }));
          onClose();
        });

  return (
    <ActModal<Typed> open={open} title={space ? t('editOf', { name: space.name }) : t('create')} submit={t('form.save')} busy={isCreating || isUpdating} width={680} act={act} initial={space ? typedOf(space) : { ...FRESH, communityId: communities[0]?.id ?? '' }} onClose={onClose} onSubmit={(typed) => void send(typed)}>
      {!space && communities.length > 1 && <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}><Select options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>}
      {!space && communities.length < 2 && <Form.Item name="communityId" hidden><Input /></Form.Item>}
      <div className="pair">
        <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={60} /></Form.Item>
        <Form.Item name="kind" label={t('kind')}><Select options={KINDS.map((one) => ({ value: one, label: t(`kinds.${one}`) }))} /></Form.Item>
        <Form.Item name="location" label={t('location')}><Input maxLength={100} /></Form.Item>
        <Form.Item name="mode" label={t('booking')}><Select options={(['EXCLUSIVE', 'SEATS'] as const).map((one) => ({ value: one, label: t(`mode.${one}`) }))} /></Form.Item>
        <Form.Item name="capacity" label={t('capacity')} rules={chosen(t('capacity'))}><InputNumber min={1} style={{ width: '100%' }} /></Form.Item>
      </div>
      <Form.Item name="weekdays" label={t('form.weekdays')} rules={chosen(t('form.weekdays'))} {...(space ? { extra: t('form.hoursHint') } : {})}><Boxes options={WEEK.map((one) => ({ value: one, label: t(`days.${one}`) }))} /></Form.Item>
      <div className="pair">
        {(['opens', 'closes'] as const).map((name) => <Form.Item key={name} name={name} label={t(`form.${name}`)}><Select options={CLOCKS.map((one) => ({ value: one, label: clockOf(one) }))} /></Form.Item>)}
        {NUMBERS.map((name) => <Form.Item key={name} name={name} label={t(`form.${name}`)} {...(name === 'approvalFromMinutes' ? {} : { rules: chosen(t(`form.${name}`)) })}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>)}
        {needsCheckIn && <Form.Item name="releaseMinutes" label={t('form.releaseMinutes')}><InputNumber min={1} style={{ width: '100%' }} /></Form.Item>}
      </div>
      <Form.Item name="needsCheckIn" label={t('form.needsCheckIn')} valuePropName="checked"><Switch /></Form.Item>
      <Bands name="audiences" />
      <Bands name="quotas" />
      <Form.Item name="terms" label={t('terms')}><Input.TextArea rows={2} maxLength={2000} /></Form.Item>
    </ActModal>
  );
}
