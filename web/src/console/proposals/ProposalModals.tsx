import { App, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import type { AnswerDecision, ReviewStage } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AnswerAppraisalDocument } from './appraisals.gen';
import { AnswerProposalDocument, ReportProjectDocument, ReviewProposalDocument, StartProjectDocument, type AnswerProposalInput, type ProposalPageQuery, type ReportProjectInput, type ReviewProposalInput, type StartProjectInput } from './proposals.gen';

type Shown = NonNullable<ProposalPageQuery['proposal']>;
export type Open = { act: 'answer' | 'merge' | 'review' | 'start' } | { act: 'report'; project: Shown['projects'][number] } | { act: 'respond'; round: number };
const DECISIONS: readonly AnswerDecision[] = ['ACCEPTED', 'ACCEPTED_IN_PART', 'DECLINED', 'REFERRED'];
const STAGES: readonly ReviewStage[] = ['TRIAGE', 'FEASIBILITY', 'COSTING', 'DRAFTING_ANSWER', 'SHELVED'];

interface Asked {
  proposal: Shown;
  open: Open | null;
  onClose: () => void;
  onDone: () => void;
}

/** The dialogs of a proposal's page. */
export default function ProposalModals(asked: Asked) {
  return (
    <>
      <AnswerModal {...asked} />
      <ReviewModal {...asked} />
      <StartModal {...asked} />
      <ReportModal {...asked} />
      <RespondModal {...asked} />
    </>
  );
}

function AnswerModal({ proposal, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('proposals');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<Omit<AnswerProposalInput, 'proposalId' | 'idempotencyKey'>>();
  const [answer, isBusy] = useAct(AnswerProposalDocument);
  const key = useActKey();
  return (
    <ActModal
      open={open?.act === 'answer'}
      title={t('answerOf', { title: proposal.title })}
      submit={t('answer')}
      width={560}
      busy={isBusy}
      act={act}
      initial={{ decision: 'ACCEPTED' }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => answer({ input: { ...typed, proposalId: proposal.id, idempotencyKey: key() } }),
          () => {
            void message.success(t('answered', { count: proposal.cosigners }));
            onDone();
          },
        )
      }
    >
      <div className="pair">
        <Form.Item name="decision" label={t('decision')}><Select options={DECISIONS.map((one) => ({ value: one, label: t(`decisions.${one}`) }))} /></Form.Item>
        <Form.Item name="plannedOn" label={t('plannedOn')}><DayPicker min={isoDay()} clearable /></Form.Item>
      </div>
      <Form.Item name="text" label={t('text')} rules={needed(t('text'))}><Input.TextArea rows={6} maxLength={4000} showCount /></Form.Item>
    </ActModal>
  );
}

function ReviewModal({ proposal, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('proposals');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<Omit<ReviewProposalInput, 'proposalId' | 'idempotencyKey'>>();
  const [review, isBusy] = useAct(ReviewProposalDocument);
  const key = useActKey();
  return (
    <ActModal
      open={open?.act === 'review'}
      title={t('review')}
      submit={t('shared:act.save')}
      busy={isBusy}
      act={act}
      initial={{ stage: 'FEASIBILITY' }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => review({ input: { ...typed, proposalId: proposal.id, idempotencyKey: key() } }),
          () => {
            void message.success(t('reviewed'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="stage" label={t('stage')}><Select options={STAGES.map((one) => ({ value: one, label: t(`stages.${one}`) }))} /></Form.Item>
      <Form.Item name="note" label={t('note')} rules={needed(t('note'))}><Input.TextArea rows={4} maxLength={1000} /></Form.Item>
    </ActModal>
  );
}

function StartModal({ proposal, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('proposals');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Omit<StartProjectInput, 'proposalId' | 'idempotencyKey'>>();
  const key = useActKey();
  const [start, isBusy] = useAct(StartProjectDocument);
  return (
    <ActModal
      open={open?.act === 'start'}
      title={t('start')}
      submit={t('start')}
      busy={isBusy}
      act={act}
      initial={{ title: proposal.title }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => start({ input: { ...typed, proposalId: proposal.id, idempotencyKey: key() } }),
          () => {
            void message.success(t('started'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="title" label={t('projectTitle')} rules={needed(t('projectTitle'))}><Input maxLength={80} /></Form.Item>
      <div className="pair">
        <Form.Item name="owner" label={t('owner')} rules={needed(t('owner'))}><Input maxLength={40} /></Form.Item>
        <Form.Item name="dueOn" label={t('dueOn')} rules={chosen(t('dueOn'))}><DayPicker min={isoDay()} /></Form.Item>
      </div>
    </ActModal>
  );
}

function ReportModal({ open, onClose, onDone }: Asked) {
  const { t } = useTranslation('proposals');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Omit<ReportProjectInput, 'projectId' | 'idempotencyKey'>>();
  const [report, isBusy] = useAct(ReportProjectDocument);
  const key = useActKey();
  const project = open?.act === 'report' ? open.project : null;
  return (
    <ActModal
      open={project !== null}
      title={t('report')}
      lead={project?.title}
      submit={t('report')}
      busy={isBusy}
      act={act}
      initial={{ percent: project?.percent ?? 0 }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => report({ input: { ...typed, projectId: project?.id ?? '', idempotencyKey: key() } }),
          () => {
            void message.success(t('reported'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="percent" label={t('percent')} rules={chosen(t('percent'))}><InputNumber min={0} max={100} step={5} style={{ width: '100%' }} /></Form.Item>
      <Form.Item name="note" label={t('note')} rules={needed(t('note'))}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
    </ActModal>
  );
}

function RespondModal({ proposal, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('proposals');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ text: string }>();
  const [answer, isBusy] = useAct(AnswerAppraisalDocument);
  const round = open?.act === 'respond' ? open.round : 1;
  return (
    <ActModal
      open={open?.act === 'respond'}
      title={t('appraisals.answer')}
      lead={t('appraisals.hint')}
      submit={t('appraisals.answer')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ text }) =>
        void act.send(
          () => answer({ input: { proposalId: proposal.id, round, text } }),
          () => {
            void message.success(t('appraisals.done'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="text" label={t('appraisals.text')} rules={needed(t('appraisals.text'))}><Input.TextArea rows={4} maxLength={1000} showCount /></Form.Item>
    </ActModal>
  );
}
