-- Grain: the newest date of a series that lists showed, whoever made the document. Safe: reads only.
SELECT doc_date AS day, number FROM export.series_numbers
WHERE connection = :connection AND kind = :kind AND series = :series AND doc_date IS NOT NULL
ORDER BY doc_date DESC, number DESC LIMIT 1
