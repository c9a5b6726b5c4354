import { CATEGORY_LINES, CATEGORY_TITLE } from './review-sections.tsx';

/** How many SmartNumbers each category has, so that the loading review is as high as the review. */
const CARDS = { OPERATIONS: 6, PROFIT: 1, REVENUE: 2, LEVERAGE: 4, SALES: 5 } as const;

/** Takes the place of the review while it is being read. */
export function ReviewSkeleton() {
  return (
    <div role="status" aria-label="Reading the SmartNumbers …">
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
