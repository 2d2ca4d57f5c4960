import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../../core/data/useAct';
import { isoDay } from '../../../core/format';
import type { NoteKind } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { DayPicker } from '../../../desk/DayPicker';
import { useRules } from '../../../desk/fields';
import { useActForm } from '../../../desk/useActForm';
import { AddCaseNoteDocument, UpdateCaseNoteDocument } from '../acts.gen';
import { NOTE_KINDS } from '../tones';
import type { Note } from './Notes';
import { useStale } from './useStale';

interface Typed {
  kind: NoteKind;
  happenedOn: string;
  text: string;
}

interface Shown {
  caseId: string;
  open: boolean;
  note: Note | null;
  onClose: () => void;
  onDone: () => void;
}

export default function NoteModal({ caseId, open, note, onClose, onDone }: Shown) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const stale = useStale();
  const [add, isAdding] = useAct(AddCaseNoteDocument);
  const [update, isUpdating] = useAct(UpdateCaseNoteDocument);
  const done = (): void => {
    void message.success(t('done'));
    onClose();
    onDone();
  };
  const submit = (typed: Typed): void =>
    void (note
      ? act.send(async () => stale(await update({ input: { noteId: note.id, version: note.version, ...typed } })), done)
      : act.send(() => add({ input: { caseId, ...typed, idempotencyKey: key() } }), done));
  return (
    <ActModal<Typed>
      open={open}
      title={t(note ? 'note.change' : 'note.add')}
      lead={t(note ? 'note.changeHint' : 'note.hint', { version: note?.version })}
      submit={t('shared:act.save')}
      busy={isAdding || isUpdating}
      width={640}
      act={act}
      initial={{ kind: note?.kind ?? 'CONTACT', happenedOn: note?.happenedOn ?? isoDay(), text: note?.text ?? '' }}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="pair">
        <Form.Item name="kind" label={t('note.kind')}><Select options={NOTE_KINDS.map((value) => ({ value, label: t(`noteKinds.${value}`) }))} /></Form.Item>
        <Form.Item name="happenedOn" label={t('note.happenedOn')} rules={chosen(t('note.happenedOn'))}><DayPicker max={isoDay()} /></Form.Item>
      </div>
      <Form.Item name="text" label={t('note.text')} rules={needed(t('note.text'))}><Input.TextArea rows={10} maxLength={20_000} showCount /></Form.Item>
    </ActModal>
  );
}
