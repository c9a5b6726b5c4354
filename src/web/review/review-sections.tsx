import type { SmartNumberCategory, SmartNumberShownFragment } from '#src/web/gql/operations.ts';
import type { PresentedReview } from '#src/web/presentation/use-presented.ts';
import type { ReviewedOrganization } from './reviewed-organization.ts';
import { SmartNumberCard } from './smart-number-card.tsx';
import type { SparklinePoint } from './sparkline.tsx';

/** The categories line by line: profit and revenue share one, because they have three numbers together. */
export const CATEGORY_LINES = [['OPERATIONS'], ['PROFIT', 'REVENUE'], ['LEVERAGE'], ['SALES']] as const;

/** The headings of the categories. */
export const CATEGORY_TITLE: Readonly<Record<SmartNumberCategory, string>> = {
  OPERATIONS: 'Operations',
  PROFIT: 'Profit',
  REVENUE: 'Revenue',
  LEVERAGE: 'Leverage',
  SALES: 'Sales',
};

/** The SmartNumbers of a period in their five categories. */
export function ReviewSections({
  organization,
  presented,
}: {
  readonly organization: ReviewedOrganization;
  readonly presented: PresentedReview | null;
}) {
  return CATEGORY_LINES.map((categories) => (
    <div className="review-line" key={categories[0]}>
      {categories.map((category) => (
        <Category key={category} category={category} organization={organization} presented={presented} />
      ))}
    </div>
  ));
}

interface CategoryProps {
  readonly category: SmartNumberCategory;
  readonly organization: ReviewedOrganization;
  readonly presented: PresentedReview | null;
}

function Category({ category, organization, presented }: CategoryProps) {
  const { period, thresholds } = organization;
  const numbers = period.smartNumbers.filter(({ definition }) => definition.category === category);
  const id = `category-${category.toLowerCase()}`;
  return (
    <section className="review-category" data-cards={numbers.length} aria-labelledby={id}>
      <h2 id={id}>{CATEGORY_TITLE[category]}</h2>
      <div className="review-cards">
        {numbers.map((number) => (
          <SmartNumberCard
            key={number.definition.key}
            number={number}
            reviewed={period}
            presented={presented}
            points={pointsOf(number, organization)}
            thresholds={thresholds.filter(({ metric }) => metric === number.definition.key)}
          />
        ))}
      </div>
    </section>
  );
}

function pointsOf({ definition }: SmartNumberShownFragment, { periods }: ReviewedOrganization): SparklinePoint[] {
  return periods.map(({ label, smartNumbers }) => {
    const there = smartNumbers.find((each) => each.definition.key === definition.key);
    return {
      label,
      value: there?.value ?? null,
      formatted: there?.formatted ?? '—',
      isPartial: there?.state === 'PARTIAL',
    };
  });
}
