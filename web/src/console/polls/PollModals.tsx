import { App, Form, Input, Radio, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { randomHex } from '../../core/hex';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { Boxes } from '../../desk/groups';
import { useActForm } from '../../desk/useActForm';
import { ResidentPicker } from '../stays/ResidentPicker';
import { CancelPollDocument, RecordDeskBallotDocument, type PollPageQuery } from './polls.gen';

type Shown = NonNullable<PollPageQuery['poll']>;

interface Asked {
  poll: Shown;
  open: 'desk' | 'cancel' | null;
  onClose: () => void;
  onDone: () => void;
}

/** The dialogs of a poll's page. */
export default function PollModals(asked: Asked) {
  return (
    <>
      <CancelModal {...asked} />
      <DeskModal {...asked} />
    </>
  );
}

function CancelModal({ poll, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('polls');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [cancel, isBusy] = useAct(CancelPollDocument);
  return (
    <ActModal
      open={open === 'cancel'}
      title={t('cancelOf', { title: poll.title })}
      submit={t('cancel')}
      danger
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ reason }) =>
        void act.send(
          () => cancel({ input: { pollId: poll.id, reason } }),
          () => {
            void message.success(t('cancelled'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="reason" label={t('cancelReason')} rules={needed(t('cancelReason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}

const newSecret = (): string => randomHex(32);

function DeskModal({ poll, open, onClose, onDone }: Asked) {
  const { t } = useTranslation('polls');
  const { modal } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<{ residentId: string; choices: number | number[] }>();
  // The same secret over retries: a vote whose answer was lost is found again, not cast twice.
  const [secret, setSecret] = useState(newSecret);
  const [cast, isBusy] = useAct(RecordDeskBallotDocument);
  const options = poll.options.map((option) => ({ value: option.position, label: option.title }));
  return (
    <ActModal
      open={open === 'desk'}
      title={t('desk')}
      lead={t('deskLead')}
      submit={t('cast')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ residentId, choices }) =>
        void act.send(
          () => cast({ input: { pollId: poll.id, residentId, secret, choices: [choices].flat() } }),
          (made) => {
            setSecret(newSecret());
            modal.success({ title: t('receiptTitle'), content: <><Typography.Paragraph copyable code>{made.receipt}</Typography.Paragraph><p className="muted">{t('receiptHint')}</p></> });
            onDone();
          },
        )
      }
    >
      <Form.Item name="residentId" label={t('resident')} rules={chosen(t('resident'))}><ResidentPicker /></Form.Item>
      <Form.Item name="choices" label={t('choice')} rules={chosen(t('choice'))}>
        {poll.kind === 'SINGLE' ? <Radio.Group vertical options={options} /> : poll.kind !== 'RANKED' ? <Boxes className="choices" options={options} /> : <Select mode="multiple" options={options} />}
      </Form.Item>
    </ActModal>
  );
}
