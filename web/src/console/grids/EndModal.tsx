import { App, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { daysAfter, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { EndCoverageDocument, EndGridDocument, EndGridMemberDocument } from './grids.gen';
import type { Ending, GridFound } from './Grid';

interface Typed {
  endsOn: string;
}

/** A grid, a service in it or what it covers ends on a day. */
export default function EndModal({ grid, of, onClose, onDone }: { grid: GridFound; of: Ending; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('grids');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<Typed>();
  const [endGrid, isEnding] = useAct(EndGridDocument);
  const [endMember, isLeaving] = useAct(EndGridMemberDocument);
  const [endCoverage, isUncovering] = useAct(EndCoverageDocument);
  const said = {
    grid: { title: t('endOf', { name: grid.name }), hint: t('endHint'), submit: t('end'), done: t('ended', { name: grid.name }) },
    member: of.what === 'member' ? { title: t('leaveOf', { name: of.member.name, grid: grid.name }), hint: t('leaveHint', { role: t(`roles.${of.member.role}`) }), submit: t('leave'), done: t('left', { name: of.member.name }) } : null,
    coverage: of.what === 'coverage' ? { title: t('uncoverOf', { name: of.name, grid: grid.name }), hint: t('uncoverHint'), submit: t('uncover'), done: t('uncovered', { name: of.name }) } : null,
  }[of.what];
  const ended = (): void => {
    void message.success(said?.done);
    onDone();
  };
  const submit = ({ endsOn }: Typed): Promise<boolean> => {
    if (of.what === 'member') return act.send(() => endMember({ input: { memberId: of.member.memberId, endsOn } }), ended);
    if (of.what === 'grid') return act.send(() => endGrid({ input: { gridId: grid.id, endsOn } }), ended);
    const { communityId, buildingId, community } = of.coverage;
    return act.send(() => endCoverage({ input: { communityId, buildingId, operatorCode: community?.operatorCode ?? '', endsOn } }), ended);
  };
  return (
    <ActModal<Typed> open title={said?.title} lead={said?.hint} submit={said?.submit ?? ''} danger busy={isEnding || isLeaving || isUncovering} act={act} initial={{ endsOn: daysAfter(isoDay(), 1) }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="endsOn" label={t('endsOn')} rules={chosen(t('endsOn'))}><DayPicker /></Form.Item>
    </ActModal>
  );
}
