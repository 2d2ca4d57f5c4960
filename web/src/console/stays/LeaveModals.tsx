import { App, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { anyWords } from '../../core/anyWords';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { daysAfter, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { States } from '../../desk/States';
import { useActForm } from '../../desk/useActForm';
import { CancelStayDocument, CheckOutDocument, CheckOutPreviewDocument, ExtendStayDocument, RecordRegistrationDocument } from '../rooms/rooms.gen';

/** A stay as the acts on it need it; `who` and `place` are what the dialogs name. */
export interface Subject {
  id: string;
  who: string;
  place: string;
  plannedEndsOn: string;
}

interface Asked {
  stay: Subject | null;
  onClose: () => void;
  onDone: () => void;
}

/** Leaving: what it would end is listed before, and is what happens. */
export function CheckOutModal({ stay, onClose, onDone }: Asked) {
  const { t, i18n } = useTranslation('stays');
  const { message } = App.useApp();
  const act = useActForm<{ endsOn: string }>();
  const [checkOut, isBusy] = useAct(CheckOutDocument);
  const endsOn = Form.useWatch('endsOn', act.form) ?? isoDay();
  const preview = useData(CheckOutPreviewDocument, { stay: stay?.id ?? '', on: endsOn }, { pause: !stay, policy: 'network-only' });
  return (
    <ActModal
      open={stay !== null}
      title={t('checkOutOf', { who: stay?.who, place: stay?.place })}
      submit={t('checkOut')}
      danger
      busy={isBusy}
      act={act}
      initial={{ endsOn: isoDay() }}
      onClose={onClose}
      onSubmit={({ endsOn: on }) =>
        void act.send(
          () => checkOut({ input: { stayId: stay?.id ?? '', endsOn: on } }),
          () => {
            void message.success(t('checkedOut', { who: stay?.who }));
            onDone();
          },
        )
      }
    >
      <Form.Item name="endsOn" label={t('leavesOn')} extra={t('leavesHint')}><DayPicker max={daysAfter(isoDay(), 365)} /></Form.Item>
      <section aria-label={t('effectsTitle')} className="effects">
        <h3>{t('effectsTitle')}</h3>
        <States of={preview} rows={2} isEmpty={(data) => data.checkOutPreview.length === 0} empty={<p className="muted">{t('noEffects')}</p>}>
          {(data) => (
            <ul>
              {data.checkOutPreview.map((effect) => (
                <li key={`${effect.module} ${effect.act}`}>{t([...anyWords(i18n, `effects.${effect.act}`), 'effects.UNKNOWN'], { count: effect.count, act: effect.act })}</li>
              ))}
            </ul>
          )}
        </States>
      </section>
    </ActModal>
  );
}

export function ExtendModal({ stay, onClose, onDone }: Asked) {
  const { t } = useTranslation('stays');
  const { message } = App.useApp();
  const act = useActForm<{ endsOn: string }>();
  const { chosen } = useRules();
  const [extend, isBusy] = useAct(ExtendStayDocument);
  return (
    <ActModal
      open={stay !== null}
      title={t('extendOf', { who: stay?.who, place: stay?.place })}
      submit={t('extend')}
      busy={isBusy}
      act={act}
      initial={{ endsOn: daysAfter(stay?.plannedEndsOn ?? isoDay(), 180) }}
      onClose={onClose}
      onSubmit={({ endsOn }) =>
        void act.send(
          () => extend({ input: { stayId: stay?.id ?? '', endsOn } }),
          () => {
            void message.success(t('extended'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="endsOn" label={t('endsOn')} rules={chosen(t('endsOn'))}><DayPicker min={isoDay()} /></Form.Item>
    </ActModal>
  );
}

export function CancelModal({ stay, onClose, onDone }: Asked) {
  const { t } = useTranslation('stays');
  const { message } = App.useApp();
  const act = useActForm<{ reason: string }>();
  const { needed } = useRules();
  const [cancel, isBusy] = useAct(CancelStayDocument);
  return (
    <ActModal
      open={stay !== null}
      title={t('cancelOf', { who: stay?.who, place: stay?.place })}
      submit={t('cancel')}
      danger
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={({ reason }) =>
        void act.send(
          () => cancel({ input: { stayId: stay?.id ?? '', reason } }),
          () => {
            void message.success(t('cancelled'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="reason" label={t('reason')} rules={needed(t('reason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
    </ActModal>
  );
}

export function RegistrationModal({ stay, onClose, onDone }: Asked) {
  const { t } = useTranslation('stays');
  const { message } = App.useApp();
  const act = useActForm<{ registeredOn: string }>();
  const { chosen } = useRules();
  const [record, isBusy] = useAct(RecordRegistrationDocument);
  return (
    <ActModal
      open={stay !== null}
      title={t('registrationOf', { who: stay?.who })}
      submit={t('record')}
      busy={isBusy}
      act={act}
      initial={{ registeredOn: isoDay() }}
      onClose={onClose}
      onSubmit={({ registeredOn }) =>
        void act.send(
          () => record({ input: { stayId: stay?.id ?? '', registeredOn } }),
          () => {
            void message.success(t('recorded'));
            onDone();
          },
        )
      }
    >
      <Form.Item name="registeredOn" label={t('registeredOn')} rules={chosen(t('registeredOn'))}><DayPicker max={isoDay()} /></Form.Item>
    </ActModal>
  );
}
