import { App, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { isoDay, separator } from '../../core/format';
import type { PartnerKind, ResourceKind } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { Stars } from '../../desk/groups';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { AcceptNeedDocument, CancelResponsibilityDayDocument, ClaimNeedDocument, ClaimResponsibilityDayDocument, ConfirmDeliveryDocument, DeliverNeedDocument, LogResponsibilityDayDocument, OfferResourceDocument, OpenResponsibilityDayDocument, PostNeedDocument, RegisterPartnerDocument, RetirePartnerDocument, ReturnNeedDocument, WithdrawNeedDocument, WithdrawOfferDocument } from './acts.gen';
import { NeedMatchesDocument, PartnersDocument } from './partners.gen';
import { PARTNER_KINDS, RESOURCE_KINDS } from './words';

export type PartnerAct = 'register' | 'retire' | 'offer' | 'withdrawOffer' | 'post' | 'accept' | 'withdrawNeed' | 'claim' | 'giveBack' | 'deliver' | 'confirm' | 'openDay' | 'claimDay' | 'logDay' | 'cancelDay';

/** An act, and the id and name of what it is done to; both empty where something is made. */
export interface Wanted {
  act: PartnerAct;
  id: string;
  name: string;
}

interface Typed {
  name: string;
  creditCode: string;
  partnerKind: PartnerKind;
  joinedOn: string;
  contactName?: string;
  contactPhone?: string;
  reason: string;
  partnerId: string;
  offerId?: string;
  kind: ResourceKind;
  title: string;
  details?: string;
  uses?: number | null;
  endsOn?: string | null;
  communityId: string;
  wantedOn?: string | null;
  deliveredOn: string;
  outcome: string;
  score: number;
  comment?: string;
  heldOn: string;
  topic: string;
  place?: string;
  servedCount: number;
}

/** Whatever an act made. */
type Made = { made: { __typename: string } };
type Sent = Outcome<Made>;

function useSend(): [(wanted: Wanted, typed: Typed) => Promise<Sent>, boolean] {
  const key = useActKey();
  const [register, a] = useAct(RegisterPartnerDocument);
  const [retire, b] = useAct(RetirePartnerDocument);
  const [offer, c] = useAct(OfferResourceDocument);
  const [withdrawOffer, d] = useAct(WithdrawOfferDocument);
  const [post, e] = useAct(PostNeedDocument);
  const [accept, f] = useAct(AcceptNeedDocument);
  const [withdrawNeed, g] = useAct(WithdrawNeedDocument);
  const [claim, h] = useAct(ClaimNeedDocument);
  const [giveBack, i] = useAct(ReturnNeedDocument);
  const [deliver, j] = useAct(DeliverNeedDocument);
  const [confirm, k] = useAct(ConfirmDeliveryDocument);
  const [openDay, l] = useAct(OpenResponsibilityDayDocument);
  const [claimDay, m] = useAct(ClaimResponsibilityDayDocument);
  const [logDay, n] = useAct(LogResponsibilityDayDocument);
  const [cancelDay, o] = useAct(CancelResponsibilityDayDocument);
  const ways: Readonly<Record<PartnerAct, (id: string, typed: Typed) => Promise<Sent>>> = {
    register: (_, { name, creditCode, partnerKind, joinedOn, contactName, contactPhone }) => register({ input: { name, creditCode, kind: partnerKind, joinedOn, contactName: contactName ?? '', contactPhone: contactPhone ?? '', idempotencyKey: key() } }),
    retire: (partnerId, { reason }) => retire({ input: { partnerId, reason } }),
    offer: (_, { partnerId, kind, title, details, uses, endsOn }) => offer({ input: { partnerId, kind, title, details: details ?? '', uses: uses ?? null, endsOn: endsOn ?? null, idempotencyKey: key() } }),
    withdrawOffer: (offerId) => withdrawOffer({ input: { offerId } }),
    post: (_, { communityId, kind, title, details, wantedOn }) => post({ input: { communityId, kind, title, details: details ?? '', wantedOn: wantedOn ?? null, idempotencyKey: key() } }),
    accept: (needId) => accept({ input: { needId } }),
    withdrawNeed: (needId, { reason }) => withdrawNeed({ input: { needId, reason } }),
    claim: (needId, { partnerId, offerId }) => claim({ input: { needId, partnerId, offerId: offerId ?? null, idempotencyKey: key() } }),
    giveBack: (needId, { reason }) => giveBack({ input: { needId, reason } }),
    deliver: (needId, { deliveredOn, outcome }) => deliver({ input: { needId, deliveredOn, outcome } }),
    confirm: (needId, { score, comment }) => confirm({ input: { needId, score, comment: comment ?? '' } }),
    openDay: (_, { communityId, heldOn, topic, place }) => openDay({ input: { communityId, heldOn, topic, place: place ?? '', idempotencyKey: key() } }),
    claimDay: (dayId, { partnerId }) => claimDay({ input: { dayId, partnerId } }),
    logDay: (dayId, { outcome, servedCount }) => logDay({ input: { dayId, outcome, servedCount } }),
    cancelDay: (dayId) => cancelDay({ input: { dayId } }),
  };
  return [(wanted, typed) => ways[wanted.act](wanted.id, typed), [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o].some(Boolean)];
}

const DANGERS: readonly PartnerAct[] = ['retire', 'withdrawOffer', 'withdrawNeed', 'cancelDay'];

/** One act with partners: which fields it has depends on the act. */
export default function ActModals({ of, onClose, onDone }: { of: Wanted | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('partners');
  const { message } = App.useApp();
  const form = useActForm<Typed>();
  const [send, isBusy] = useSend();
  const { communities } = usePlaces();
  return (
    <ActModal<Typed>
      open={of !== null}
      title={of && (of.name ? t('actOf', { act: t(`do.${of.act}`), name: of.name }) : t(`do.${of.act}`))}
      lead={of && t(`hints.${of.act}`)}
      submit={of ? t(`do.${of.act}`) : ''}
      danger={of !== null && DANGERS.includes(of.act)}
      busy={isBusy}
      act={form}
      initial={{ joinedOn: isoDay(), deliveredOn: isoDay(), score: 5, servedCount: 0, ...(communities.length === 1 && communities[0] ? { communityId: communities[0].id } : {}) }}
      onClose={onClose}
      onSubmit={(typed) =>
        of &&
        void form.send<Made>(
          () => send(of, typed),
          () => {
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      {of && <Fields of={of} />}
    </ActModal>
  );
}

function Fields({ of }: { of: Wanted }) {
  const { t } = useTranslation('partners');
  const { needed, chosen } = useRules();
  const { communities } = usePlaces();
  const { act } = of;
  const has = (...acts: PartnerAct[]): boolean => acts.includes(act);
  const partners = useData(PartnersDocument, { first: 100 }, { pause: !has('offer', 'claim', 'claimDay') });
  const matches = useData(NeedMatchesDocument, { id: of.id }, { pause: act !== 'claim' });
  const partnerId = Form.useWatch('partnerId') as string | undefined;
  const known = partners.kind === 'data' ? partners.data.partners.edges.map(({ node }) => node).filter((one) => !one.retiredAt) : [];
  const fit = matches.kind === 'data' ? (matches.data.need?.matches ?? []) : [];
  const offers = fit.filter((one) => one.partner?.id === partnerId);
  return (
    <>
      {act === 'register' && (
        <>
          <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={100} /></Form.Item>
          <div className="pair">
            <Form.Item name="creditCode" label={t('creditCode')} rules={needed(t('creditCode'))}><Input maxLength={18} autoComplete="off" /></Form.Item>
            <Form.Item name="partnerKind" label={t('partnerKind')} rules={chosen(t('partnerKind'))}><Select options={PARTNER_KINDS.map((value) => ({ value, label: t(`partnerKinds.${value}`) }))} /></Form.Item>
            <Form.Item name="contactName" label={t('contactName')}><Input maxLength={60} /></Form.Item>
            <Form.Item name="contactPhone" label={t('contactPhone')}><Input type="tel" /></Form.Item>
          </div>
          <Form.Item name="joinedOn" label={t('joinedOn')} rules={chosen(t('joinedOn'))}><DayPicker max={isoDay()} /></Form.Item>
        </>
      )}
      {has('post', 'openDay') && <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}><Select options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>}
      {has('offer', 'claim', 'claimDay') && <Form.Item name="partnerId" label={t('partner')} extra={act === 'claim' && fit.length > 0 ? t('fitting', { names: [...new Set(fit.map((one) => one.partner?.name))].join(separator()) }) : undefined} rules={chosen(t('partner'))}><Select showSearch={{ optionFilterProp: 'label' }} loading={partners.kind === 'loading'} options={known.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>}
      {act === 'claim' && offers.length > 0 && <Form.Item name="offerId" label={t('fromOffer')}><Select allowClear options={offers.map((one) => ({ value: one.id, label: one.title }))} /></Form.Item>}
      {has('offer', 'post') && (
        <>
          <Form.Item name="kind" label={t('kind')} rules={chosen(t('kind'))}><Select options={RESOURCE_KINDS.map((value) => ({ value, label: t(`resourceKinds.${value}`) }))} /></Form.Item>
          <Form.Item name="title" label={t('what')} rules={needed(t('what'))}><Input maxLength={100} /></Form.Item>
          <Form.Item name="details" label={t('details')}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>
        </>
      )}
      {act === 'offer' && <div className="pair"><Form.Item name="uses" label={t('uses')}><InputNumber min={1} style={{ width: '100%' }} /></Form.Item><Form.Item name="endsOn" label={t('endsOn')}><DayPicker min={isoDay()} clearable /></Form.Item></div>}
      {act === 'post' && <Form.Item name="wantedOn" label={t('wantedOn')}><DayPicker min={isoDay()} clearable /></Form.Item>}
      {act === 'openDay' && (
        <>
          <Form.Item name="heldOn" label={t('heldOn')} rules={chosen(t('heldOn'))}><DayPicker min={isoDay()} /></Form.Item>
          <Form.Item name="topic" label={t('topic')} rules={needed(t('topic'))}><Input maxLength={100} /></Form.Item>
          <Form.Item name="place" label={t('place')}><Input maxLength={100} /></Form.Item>
        </>
      )}
      {act === 'deliver' && <Form.Item name="deliveredOn" label={t('deliveredOn')} rules={chosen(t('deliveredOn'))}><DayPicker max={isoDay()} /></Form.Item>}
      {act === 'logDay' && <Form.Item name="servedCount" label={t('servedCount')} rules={chosen(t('servedCount'))}><InputNumber min={0} /></Form.Item>}
      {has('deliver', 'logDay') && <Form.Item name="outcome" label={t('outcome')} rules={needed(t('outcome'))}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>}
      {act === 'confirm' && <><Form.Item name="score" label={t('score')} rules={chosen(t('score'))}><Stars /></Form.Item><Form.Item name="comment" label={t('comment')}><Input.TextArea rows={2} maxLength={500} /></Form.Item></>}
      {has('retire', 'withdrawNeed', 'giveBack') && <Form.Item name="reason" label={t('reason')} rules={needed(t('reason'))}><Input.TextArea rows={3} maxLength={500} /></Form.Item>}
    </>
  );
}
