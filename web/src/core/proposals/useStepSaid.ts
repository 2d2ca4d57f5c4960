/** The chain of a proposal in words, the same on every face that shows it. */
import { useTranslation } from 'react-i18next';
import { date, number } from '../format';
import type { StepSaidFragment } from './step.gen';

interface Said {
  /** What happened. */
  title: string;
  /** What there is to say of it besides; empty where there is nothing. */
  detail: string;
}

/** The words of a step; each face has them in its proposals, councils and polls. */
export function useStepSaid(): (step: StepSaidFragment) => Said {
  const { t } = useTranslation('proposals');
  return (step) => {
    const parts = [
      step.cosigners !== null && t('said.cosigners', { value: number(step.cosigners) }),
      step.joined !== null && t('said.joined', { value: number(step.joined) }),
      step.round !== null && t('said.round', { value: number(step.round) }),
      step.version !== null && t('said.version', { value: number(step.version) }),
      step.decision && t(`decisions.${step.decision}`),
      step.councilKind && t(`councils:kinds.${step.councilKind}`),
      step.pollOutcome && t(`polls:outcomes.${step.pollOutcome}`),
      step.percent !== null && `${step.percent}%`,
      step.dueOn && t(step.kind === 'THRESHOLD_REACHED' ? 'said.answerBy' : 'said.doneBy', { date: date(step.dueOn) }),
      step.plannedOn && t('said.doneBy', { date: date(step.plannedOn) }),
    ];
    // Of two that became one, each chain tells its own side.
    return { title: t(step.kind === 'MERGED' && step.joined !== null ? 'said.taken' : `steps.${step.kind}`), detail: parts.filter(Boolean).join(' · ') };
  };
}
