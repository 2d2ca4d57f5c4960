import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/auth/useSession';
import { useAct } from '../../../core/data/useAct';
import { dateTime } from '../../../core/format';
import { ActModal } from '../../../desk/ActModal';
import { useRules } from '../../../desk/fields';
import { Nothing } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import { useActForm } from '../../../desk/useActForm';
import { APPROVAL_TONES } from '../../casework/tones';
import type { Inside } from './Group';
import { DecideGroupApprovalDocument } from './groups.gen';

type Laid = Inside['content']['approvals'][number];

/** What was laid before the supervisor of a group; whoever supervises decides here. */
export default function Approvals({ of, again }: { of: Inside; again: () => void }) {
  const { t } = useTranslation('station');
  const supervises = useMay()('casework:supervise');
  const [deciding, setDeciding] = useState<{ laid: Laid; isYes: boolean } | null>(null);
  if (of.content.approvals.length === 0) return <Nothing title={t('group.approval.none')} hint={null} />;
  return (
    <>
      <ul className="plain-list rows">
        {of.content.approvals.toReversed().map((one) => (
          <li key={one.approvalId} style={{ flexWrap: 'wrap' }}>
            <span className="who grow"><b>{t(`group.subjects.${one.subject}`)}</b><small className="num">{[t('group.approval.laid', { at: dateTime(one.requestedAt) }), one.decidedAt && t('group.approval.decided', { at: dateTime(one.decidedAt) }), one.comment].filter(Boolean).join(' · ')}</small></span>
            {one.state === 'REQUESTED' && supervises ? (
              <span className="acts">
                <Button onClick={() => setDeciding({ laid: one, isYes: false })}>{t('group.approval.no')}</Button>
                <Button type="primary" onClick={() => setDeciding({ laid: one, isYes: true })}>{t('group.approval.yes')}</Button>
              </span>
            ) : <Tag tone={APPROVAL_TONES[one.state]}>{t(`casework:approvalStates.${one.state}`)}</Tag>}
          </li>
        ))}
      </ul>
      <Decide of={deciding} title={of.title} onClose={() => setDeciding(null)} onDone={again} />
    </>
  );
}

function Decide({ of, title, onClose, onDone }: { of: { laid: Laid; isYes: boolean } | null; title: string; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('station');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ comment?: string }>();
  const [decide, isBusy] = useAct(DecideGroupApprovalDocument);
  const word = t(of?.isYes ? 'group.approval.yes' : 'group.approval.no');
  return (
    <ActModal<{ comment?: string }>
      open={of !== null}
      title={`${word} · ${title}`}
      lead={t('group.approval.hint')}
      submit={word}
      danger={of?.isYes === false}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ comment }) =>
        of &&
        void act.send(
          () => decide({ input: { approvalId: of.laid.approvalId, isApproved: of.isYes, comment: comment?.trim() ? comment : null } }),
          () => {
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="comment" label={t('group.approval.comment')} rules={of?.isYes === false ? needed(t('group.approval.comment')) : []}><Input.TextArea rows={3} maxLength={4000} /></Form.Item>
    </ActModal>
  );
}
