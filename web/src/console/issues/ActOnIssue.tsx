import { App, Button, Checkbox, Form, Input, InputNumber, Select, Upload, type UploadFile } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { useMay } from '../../core/auth/useSession';
import { dayTime } from '../../core/format';
import type { IssueOutcome, IssueVisibility, PauseReason } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { sentPhotos } from '../../desk/photos';
import { useActForm } from '../../desk/useActForm';
import { AddIssueNoteDocument, AddIssuePartyDocument, AssignIssueDocument, CloseIssueDocument, EscalateIssueDocument, LinkIssueToWorksDocument, PauseIssueDocument, RequestExtensionDocument, ResolveIssueDocument, SetIssueVisibilityDocument, type ResolveIssueMutation } from './acts.gen';
import { IssueHandlersDocument, IssuesDocument, type IssueWholeFragment } from './issues.gen';
import { placeOf } from './lamps';
import { PlannedWorksDocument } from './works.gen';

export type Told = 'assign' | 'pause' | 'resolve' | 'escalate' | 'note' | 'party' | 'extend' | 'close' | 'visibility' | 'works';
const VISIBILITIES: readonly IssueVisibility[] = ['PUBLIC', 'PRIVATE', 'SENSITIVE'];
const REASONS: readonly PauseReason[] = ['WAITING_FOR_REPORTER', 'WAITING_FOR_PARTS', 'WAITING_FOR_THIRD_PARTY', 'WAITING_FOR_COUNCIL', 'WAITING_FOR_FUNDS', 'WEATHER'];
const OUTCOMES = ['NOT_AN_ISSUE', 'DUPLICATE'] as const satisfies readonly IssueOutcome[];

interface Typed {
  note: string;
  isInternal: boolean;
  handlerId: string;
  department: string;
  reason: PauseReason;
  photos: UploadFile[];
  days: number;
  isLead: boolean;
  task: string;
  outcome: (typeof OUTCOMES)[number];
  duplicateOfId: string;
  visibility: IssueVisibility;
  worksId: string;
}

function useIssueAct(issueId: string): [(act: Told, typed: Typed) => Promise<Outcome<ResolveIssueMutation>>, boolean] {
  const { t } = useTranslation('issues');
  const [assign, a] = useAct(AssignIssueDocument);
  const [pause, b] = useAct(PauseIssueDocument);
  const [resolve, c] = useAct(ResolveIssueDocument);
  const [escalate, d] = useAct(EscalateIssueDocument);
  const [addNote, e] = useAct(AddIssueNoteDocument);
  const [addParty, f] = useAct(AddIssuePartyDocument);
  const [extend, g] = useAct(RequestExtensionDocument);
  const [close, h] = useAct(CloseIssueDocument);
  const [show, i] = useAct(SetIssueVisibilityDocument);
  const [link, j] = useAct(LinkIssueToWorksDocument);
  const key = useActKey();
  const [isSending, setIsSending] = useState(false);
  const send = async (act: Told, typed: Typed): Promise<Outcome<ResolveIssueMutation>> => {
    const note = typed.note?.trim() || null;
    if (act === 'assign') return assign({ input: { issueId, handlerId: typed.handlerId || null, department: typed.department || null, note, idempotencyKey: key() } });
    if (act === 'pause') return pause({ input: { issueId, reason: typed.reason, note } });
    if (act === 'escalate') return escalate({ input: { issueId, note: note ?? '', idempotencyKey: key() } });
    if (act === 'note') return addNote({ input: { issueId, note: note ?? '', isInternal: typed.isInternal, idempotencyKey: key() } });
    if (act === 'party') return addParty({ input: { issueId, department: typed.department, isLead: typed.isLead ?? false, task: typed.task || null } });
    if (act === 'extend') return extend({ input: { issueId, days: typed.days, reason: note ?? '' } });
    if (act === 'close') return close({ input: { issueId, outcome: typed.outcome, note: note ?? '', duplicateOfId: typed.duplicateOfId ?? null } });
    if (act === 'visibility') return show({ input: { issueId, visibility: typed.visibility, reason: note ?? '' } });
    if (act === 'works') return link({ input: { issueId, worksId: typed.worksId } });
    setIsSending(true);
    const photoIds = await sentPhotos(typed.photos ?? []).catch(() => null).finally(() => setIsSending(false));
    if (!photoIds) return { ok: false, problem: { code: 'UNREACHED', message: t('form.uploadFailed'), field: ['photos'] } };
    return resolve({ input: { issueId, note: note ?? '', photoIds } });
  };
  return [send, isSending || a || b || c || d || e || f || g || h || i || j];
}

/** One act on an issue that needs words: which fields it has depends on the act. */
export default function ActOnIssue({ issue, act, onClose }: { issue: IssueWholeFragment; act: Told | null; onClose: () => void }) {
  const { t } = useTranslation('issues');
  const { message } = App.useApp();
  const form = useActForm<Typed>();
  const [send, isBusy] = useIssueAct(issue.id);
  return (
    <ActModal<Typed>
      open={act !== null}
      title={act && t('of', { act: t(`do.${act}`), code: issue.number })}
      lead={act === 'escalate' ? t('escalateHint') : act === 'visibility' ? t('visibilityHint') : act === 'works' ? t('works.linkHint') : `${issue.text ?? ''} · ${placeOf(issue)}`}
      submit={act ? t(`do.${act}`) : ''}
      danger={act === 'close'}
      busy={isBusy}
      act={form}
      initial={{ isInternal: true, isLead: false, photos: [], days: 3, visibility: issue.visibility, ...(issue.works ? { worksId: issue.works.id } : {}) }}
      onClose={onClose}
      onSubmit={(typed) =>
        act &&
        void form.send(
          () => send(act, typed),
          () => {
            void message.success(t('do.done'));
            onClose();
          },
        )
      }
    >
      {act && <Fields act={act} issue={issue} />}
    </ActModal>
  );
}

function Fields({ act, issue }: { act: Told; issue: IssueWholeFragment }) {
  const { t } = useTranslation('issues');
  const { needed, chosen } = useRules();
  const outcome = Form.useWatch('outcome') as Typed['outcome'] | undefined;
  const handlers = useData(IssueHandlersDocument, {}, { pause: act !== 'assign' });
  const others = useData(IssuesDocument, { filter: { communityId: issue.community?.id ?? null, categoryId: issue.category?.id ?? null, isOpen: true, statuses: [] }, order: 'NEWEST', first: 50 }, { pause: outcome !== 'DUPLICATE' });
  const may = useMay();
  const works = useData(PlannedWorksDocument, { filter: { communityId: issue.community?.id ?? null, withPast: true }, first: 50 }, { pause: act !== 'works' });
  const isFree = act === 'assign' || act === 'pause';
  return (
    <>
      {act === 'assign' && <Form.Item name="handlerId" label={t('form.handler')}><Select allowClear showSearch={{ optionFilterProp: 'label' }} loading={handlers.kind === 'loading'} options={handlers.kind === 'data' ? handlers.data.issueHandlers.edges.map(({ node }) => ({ value: node.id, label: `${node.displayName} · ${t(`shared:role.${node.role}`)}` })) : []} /></Form.Item>}
      {(act === 'assign' || act === 'party') && <Form.Item name="department" label={t('form.department')} {...(act === 'party' ? { rules: needed(t('form.department')) } : {})}><Input maxLength={60} /></Form.Item>}
      {act === 'party' && <><Form.Item name="task" label={t('form.task')}><Input maxLength={200} /></Form.Item><Form.Item name="isLead" valuePropName="checked"><Checkbox>{t('form.lead')}</Checkbox></Form.Item></>}
      {act === 'pause' && <Form.Item name="reason" label={t('form.reason')} rules={chosen(t('form.reason'))}><Select options={REASONS.map((one) => ({ value: one, label: t(`pauses.${one}`) }))} /></Form.Item>}
      {act === 'extend' && <Form.Item name="days" label={t('form.days')} rules={chosen(t('form.days'))}><InputNumber min={1} max={60} /></Form.Item>}
      {act === 'close' && <Form.Item name="outcome" label={t('form.outcome')} rules={chosen(t('form.outcome'))}><Select options={OUTCOMES.map((one) => ({ value: one, label: t(`form.outcomes.${one}`) }))} /></Form.Item>}
      {outcome === 'DUPLICATE' && act === 'close' && <Form.Item name="duplicateOfId" label={t('form.duplicate')} rules={chosen(t('form.duplicate'))}><Select loading={others.kind === 'loading'} options={others.kind === 'data' ? others.data.issues.edges.filter(({ node }) => node.id !== issue.id).map(({ node }) => ({ value: node.id, label: `${node.number} ${node.text ?? ''}` })) : []} /></Form.Item>}
      {act === 'resolve' && (
        <Form.Item name="photos" label={t('form.photos')} extra={t('form.photosHint')} valuePropName="fileList" getValueFromEvent={(event: { fileList: UploadFile[] }) => event.fileList} rules={chosen(t('form.photos'))}>
          <Upload accept="image/jpeg,image/png" multiple maxCount={6} listType="picture" beforeUpload={() => false}><Button>{t('form.addPhoto')}</Button></Upload>
        </Form.Item>
      )}
      {act === 'visibility' && <Form.Item name="visibility" label={t('detail.visibility')}><Select options={VISIBILITIES.filter((one) => one !== 'SENSITIVE' || may('issues:handle_sensitive')).map((value) => ({ value, label: t(`visibilities.${value}`) }))} /></Form.Item>}
      {act === 'works' && <Form.Item name="worksId" label={t('works.one')} rules={chosen(t('works.one'))}><Select showSearch={{ optionFilterProp: 'label' }} loading={works.kind === 'loading'} notFoundContent={t('works.none')} options={works.kind === 'data' ? works.data.plannedWorks.edges.filter(({ node }) => !node.cancelledAt).map(({ node }) => ({ value: node.id, label: `${node.title} · ${dayTime(node.startsAt)}` })) : []} /></Form.Item>}
      {act !== 'party' && act !== 'works' && <Form.Item name="note" label={t(act === 'extend' || act === 'visibility' ? 'form.reason' : 'form.note')} {...(act === 'note' || act === 'extend' || act === 'visibility' ? {} : { extra: t('form.noteHint') })} {...(isFree ? {} : { rules: needed(t('form.note')) })}><Input.TextArea rows={3} maxLength={500} /></Form.Item>}
      {act === 'note' && <Form.Item name="isInternal" valuePropName="checked"><Checkbox>{t('form.internal')}</Checkbox></Form.Item>}
    </>
  );
}
