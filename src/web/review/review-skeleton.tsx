import { CATEGORY_LINES, CATEGORY_TITLE } from './review-sections.tsx';

/** Number of SmartNumbers per category, so that the skeleton is as high as the review. */
const CARDS = { OPERATIONS: 6, PROFIT: 1, REVENUE: 2, LEVERAGE: 4, SALES: 5 } as const;

/** Shown while the review is loading. */
export function ReviewSkeleton() {
  return (
    <div role="status" aria-label="Loading the SmartNumbers …">
      <div className="attention placeholder-glow" aria-hidden="true">
        <span className="placeholder w-50" />
      </div>
      {CATEGORY_LINES.map((categories) => (
        <div className="review-line" key={categories[0]} aria-hidden="true">
          {categories.map((category) => (
            <div className="review-category" data-cards={CARDS[category]} key={category}>
              <div className="review-category-title">{CATEGORY_TITLE[category]}</div>
              <div className="review-cards">
                {Array.from({ length: CARDS[category] }, (_, index) => (
                  <div className="smart-number placeholder-glow" key={index.toString()}>
                    <span className="placeholder w-75" />
                    <span className="placeholder placeholder-lg w-50" />
                    <span className="placeholder w-50" />
                  </div>
                ))}
              </div>
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
